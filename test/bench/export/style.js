// @ts-check

/**
 * The style sheet that stands on every page: 14 kB, more than most pages have to say. Rules like Notion's,
 * not its own.
 */
export const STYLE = makeStyle()

function makeStyle() {
  const colours = ['gray', 'brown', 'orange', 'yellow', 'teal', 'blue', 'purple', 'pink', 'red']
  const kinds = ['highlight', 'block-color', 'select-value-color', 'status', 'text', 'callout-color']
  const rules = ['/* cspell:disable-file */', 'html {\n\t-webkit-print-color-adjust: exact;\n}']
  for (const [i, kind] of kinds.entries()) {
    for (const [j, colour] of colours.entries()) {
      const hue = `${(i * 37 + j * 53) % 256}, ${(i * 91 + j * 17) % 256}, ${(i * 13 + j * 71) % 256}`
      rules.push(`.${kind}-${colour} {\n\tcolor: rgba(${hue}, 1);\n\tfill: rgba(${hue}, 1);\n}`)
      rules.push(`.${kind}-${colour}_background {\n\tbackground: rgba(${hue}, 0.${i + j + 2});\n}`)
    }
  }
  for (let level = 1; level <= 90; level++) {
    rules.push(
      `.level-${level} > li {\n\tmargin: 0.${level}em ${level * 3}px;\n\tpadding-left: ${level}em;\n}`,
    )
  }
  return `<style>\n${rules.join('\n\n')}\n</style>`
}
