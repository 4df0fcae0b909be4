/** What random exports are made of: chance that can be replayed, titles, and names of uploads. */

/** Seeded (mulberry32), so that a failure is replayed by its seed alone. */
export class Random {
  #state: number

  constructor(seed: number) {
    this.#state = Math.imul(seed, 0x9e3779b1)
  }

  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * limit)
  }

  chance(percent: number): boolean {
    return this.below(100) < percent
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!
  }

  shuffled<T>(list: Iterable<T>): T[] {
    const left = [...list]
    return Array.from({length: left.length}, () => left.splice(this.below(left.length), 1)[0]!)
  }

  hex(digits: number): string {
    return Array.from({length: digits}, () => this.below(16).toString(16)).join('')
  }

  /** UUIDv4 until September 2024, then days since 2024-01-01 and a constant (format notes, 2.5). */
  id(isNew: boolean): string {
    if (!isNew) return this.hex(12) + '4' + this.hex(3) + this.pick(['8', '9', 'a', 'b']) + this.hex(15)
    const days = (0x104 + this.below(0x200)).toString(16)
    return days + 'ab29a11e8' + this.pick(['80', '81']) + this.hex(18)
  }

  uuid(): string {
    return [8, 4, 4, 4, 12].map(digits => this.hex(digits)).join('-')
  }
}

const COMMON = ['Tasks', 'tasks', 'TASKS', 'Untitled', 'Notes', 'Home', 'Tasks (2)', 'Tasks (view)']
const WORDS =
  'Plan Über Ärger été naïve 프로젝트 計画 кошки οδός شهر 🧠 👩‍👩‍👧 🇩🇪 ﬁne Straße İstanbul x y the of and'.split(
    ' ',
  )
const SIGNS = [
  '/',
  '\\',
  ':',
  ': ',
  '?',
  '*',
  '"',
  '<',
  '>',
  '|',
  '.',
  '. ',
  '...',
  '#',
  ' #2',
  '%',
  '100%',
  '%20',
  '&',
  '&amp;',
  '(',
  ')',
  ' (a)',
  '[',
  ']',
  ', ',
  ',',
  "'",
  '’',
  '`',
  '~',
  '$',
  ';',
  '=',
  '+',
  '@',
  '!',
  '{',
  '}',
  '^',
  '_',
  '__',
  '—',
  '\u00a0',
  '  ',
  '\t',
  '\u200b',
]
const SPECIAL = [
  'CON',
  'nul',
  'com1',
  'index',
  '_deep',
  '_notion-export-fix',
  '__proto__',
  'constructor',
  '.hidden',
  'v1.2.3.',
  'Tasks.md',
  '???',
  '...',
  '',
  'Con.',
  'a/b',
  'Title: subtitle',
  'What? Why?',
  '🧠 Project Document Agentic AI System (Whyte Houx Studios)',
  'An Improved Algorithm for the Metro-Line Crossing Minimisation Problem',
]

/** What a person might type as a title, and some who test. */
export function randomTitle(random: Random): string {
  const kind = random.below(100)
  if (kind < 30) return random.pick(COMMON)
  if (kind < 45) return random.pick(SPECIAL)
  if (kind < 50) return `${random.hex(32)} ${random.pick(WORDS)}`
  if (kind < 53) return `Copy of ${random.id(true)} html`
  const words = kind < 63 ? 12 + random.below(30) : 1 + random.below(5)
  let title = ''
  for (let i = 0; i < words; i++) {
    title += random.pick(WORDS)
    if (random.chance(35)) title += random.pick(SIGNS)
    if (random.chance(80)) title += ' '
  }
  return title.trim()
}

/** Notion's rule from title to name, before the id: format notes, 2.2. */
export function nameByNotion(title: string): string {
  const spaced = title.replace(/[./\\:?*"<>|\p{Cc}]/gu, ' ').replace(/[\s\u00a0]+/g, ' ')
  // Code points, not UTF-16 units; and what the cut leaves is not trimmed again.
  return [...spaced.trim()].slice(0, 50).join('')
}

const UPLOADS = [
  'image.png',
  'image 1.png',
  'Untitled.png',
  'Screen_Shot_2023-01-25_at_10.50.53_AM.png',
  'photo.JPG',
  'photo.jpg',
  'PHOTO.jpg',
  'Bild (1).png',
  'a(b.png',
  'a)b.png',
  'C#.pdf',
  '#1.png',
  '100%.png',
  '100%25.txt',
  '%D0%BA%D0%BE%D1%88%D0%BA%D0%B8.jpg',
  '%2e%2e%2fx.png',
  'CON.txt',
  'con',
  'aux.tar.gz',
  'notes.',
  'space ',
  'dots. . .',
  ' lead.png',
  'Cafe\u0301.png',
  '🧠.png',
  'Straße.txt',
  'STRASSE.txt',
  'ﬁne.txt',
  'ς.txt',
  'Σ.txt',
  'İ.txt',
  'i̇.txt',
  '__proto__',
  'constructor',
  'toString.png',
  'Tasks.md',
  'Tasks (2).md',
  'tasks.csv',
  'Tasks (view).csv',
  'Home',
  'Untitled.html',
  '.gitignore',
  'a:b.png',
  'a?b.png',
  'a*"<>|c.png',
  'tab\there.png',
  'two  spaces.png',
  'a&amp;b.png',
  'a&b.png',
  'a,b.png',
  '[x].png',
  "it's.png",
  'archive.zip',
  'Export-Part-1.zip',
  'manifest.json',
  'x.y.z.averylongextensionindeed',
  `${'very long name '.repeat(16)}.pdf`,
  '長'.repeat(90) + '.png',
]

/** The name of an uploaded file; md5 and ids in it are not Notion's. */
export function randomUpload(random: Random): string {
  const kind = random.below(100)
  if (kind < 5) return random.hex(32) + '.jpg'
  if (kind < 9) return `scan ${random.hex(32)}.png`
  if (kind < 12) return `x_${random.hex(32)}.png`
  if (kind < 25)
    return `${random.pick(WORDS)}${random.pick(SIGNS).replace(/[/\\]/g, '')}${random.below(50)}.pdf`
  return random.pick(UPLOADS)
}

export function join(dir: string, name: string): string {
  return dir === '' ? name : `${dir}/${name}`
}
