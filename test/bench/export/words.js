// @ts-check
import {Random} from './random.js'

/** Words of no language. The first ones are short, and come often, as they do in all languages. */
const WORDS = coin(4000)

const EMOJI = ['🚀', '📌', '🏷️', '🧠', '✅', '📚', '🗺️', '☔']
const FOREIGN = ['Überblick', 'Café', 'Žluťoučký kůň', '会议记录', '프로젝트', 'Протокол', 'São Paulo']

/** @param {number} count */
function coin(count) {
  const random = new Random('words')
  const begin = ['b', 'br', 'd', 'f', 'g', 'h', 'k', 'l', 'm', 'n', 'p', 'r', 's', 'st', 't', 'tr', 'v', 'w']
  const middle = ['a', 'e', 'i', 'o', 'u', 'ai', 'ea', 'ou']
  const end = ['', '', 'n', 'r', 's', 't', 'l', 'nd']
  const words = new Set()
  while (words.size < count) {
    const syllables = 1 + Math.floor((words.size / count) * 2.5 + random.next() * 1.2)
    let word = ''
    for (let i = 0; i < syllables; i++) word += random.pick(begin) + random.pick(middle)
    words.add(word + random.pick(end))
  }
  return /** @type {string[]} */ ([...words])
}

/** @param {Random} random */
export function word(random) {
  const low = random.next()
  return /** @type {string} */ (WORDS[Math.floor(low * low * low * WORDS.length)])
}

/** @param {Random} random @param {number} count */
export function words(random, count) {
  let text = word(random)
  for (let i = 1; i < count; i++) text += ' ' + word(random)
  return text
}

/** @param {Random} random @param {number} length about so many characters */
export function sentences(random, length) {
  let text = ''
  while (text.length < length) {
    const comma = random.chance(0.3) ? `, ${words(random, random.between(2, 6))}` : ''
    text += `${text && ' '}${capital(words(random, random.between(4, 14)))}${comma}.`
  }
  return text
}

/**
 * What people call their pages. A few have what makes a name hard: more than 50 characters, letters that
 * need encoding, characters that Notion drops, brackets, `#`, `&` and `%`.
 *
 * @param {Random} random
 */
export function title(random) {
  const plain = capital(words(random, random.between(2, 5)))
  const kind = random.next()
  if (kind < 0.66) return plain
  if (kind < 0.74) return `${plain} ${sentences(random, 50).slice(0, -1)}`
  if (kind < 0.8) return `${random.pick(EMOJI)} ${plain}`
  if (kind < 0.85) return `${random.pick(FOREIGN)} ${plain}`
  if (kind < 0.89) return `${plain}: ${words(random, 2)}?`
  if (kind < 0.92) return `${plain} (${word(random)})`
  if (kind < 0.95) return `${plain} ${random.between(1, 12)}/${random.between(1, 30)}/2025`
  if (kind < 0.97) return `${plain} & ${word(random)}, ${word(random)}`
  if (kind < 0.98) return `${plain} #${random.between(1, 99)}`
  if (kind < 0.99) return `${plain} [${word(random)}]`
  return `${plain} ${random.between(1, 99)}%`
}

/** @param {string} text */
export function capital(text) {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
