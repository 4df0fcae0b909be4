import {spawn} from 'node:child_process'

/** Opens an address of ours in the default browser; where that does not work, the person has the address. */
export function openBrowser(url: string): void {
  const [command, ...args] = opener(url)
  const child = spawn(command, args, {stdio: 'ignore', detached: true})
  child.on('error', () => {})
  child.unref()
}

function opener(url: string): [command: string, ...args: string[]] {
  switch (process.platform) {
    case 'darwin':
      return ['open', url]
    case 'win32':
      return ['rundll32', 'url.dll,FileProtocolHandler', url]
    default:
      return ['xdg-open', url]
  }
}
