/** The engine's code as text; made when the page is built. */
declare module 'virtual:engine' {
  const code: string
  export default code
}
