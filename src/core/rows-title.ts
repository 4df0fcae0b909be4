import {isNameOf, notionName} from './name.ts'

/**
 * The ways in which the title of a record can name a page, from strict to loose. Each way gives keys: a
 * record and a page that share one fit each other by title.
 */

/** What is known of how a page is called. */
export interface Named {
  readonly title: string
  readonly stem: string
}

/** One way of fitting: what a record's title and a page are called in it. */
export interface Way<Page extends Named> {
  readonly ofTitle: (title: string) => readonly string[]
  readonly ofPage: (page: Page) => readonly string[]
}

/** No title can be this: Notion's titles hold no control characters. */
const EMPTY = '\u0000'

/** What Notion calls a page that has no title, in the languages that it speaks. */
const UNTITLED: ReadonlySet<string> = new Set(
  [
    ...['Untitled', 'Unbenannt', 'Ohne Titel', 'Sans titre', 'Sin título', 'Sem título', 'Senza titolo'],
    ...['Naamloos', 'Zonder titel', 'Uden titel', 'Uten tittel', 'Utan titel', 'Namnlös', 'Nimetön'],
    ...['Bez tytułu', 'Bez názvu', 'Без названия', 'Без назви', 'Başlıksız', 'Tanpa judul'],
    ...[
      'Không có tiêu đề',
      'ไม่มีชื่อ',
      '無題',
      '无标题',
      '無標題',
      '未命名',
      '제목 없음',
      'بدون عنوان',
      'ללא כותרת',
    ],
  ].map(word => word.normalize('NFC').toLowerCase()),
)

/**
 * The ways in the order in which they are tried. Where some record has no title, every page that is called
 * `Untitled` could be its page, also beside records whose title really is that word. `labelsOf`: what relation
 * cells elsewhere call a page.
 */
export function waysToFit<Page extends Named>(
  hasEmptyTitles: boolean,
  labelsOf: (page: Page) => readonly string[],
): readonly Way<Page>[] {
  const orEmpty = (key: string) => (key === '' || (hasEmptyTitles && isUntitled(key)) ? EMPTY : key)
  const filled = (keys: readonly string[]) => keys.filter(key => orEmpty(key) !== EMPTY)
  const way = (read: (title: string) => string): Way<Page> => ({
    ofTitle: title => [orEmpty(read(title))],
    ofPage: page => [orEmpty(read(page.title))],
  })
  // Nothing is left of `???`, but a title it is.
  const byPlain: Way<Page> = {
    ofTitle: title => filled([plain(title)]),
    ofPage: page => filled([plain(page.title)]),
  }
  const byFirstLine: Way<Page> = {
    ofTitle: title => (title.includes('\n') ? [spaced(title.split('\n', 1)[0]!) + '\n' + nameOf(title)] : []),
    ofPage: page => [spaced(page.title) + '\n' + page.stem.normalize('NFC').trim()],
  }
  const byName: Way<Page> = {
    ofTitle: title => unique([orEmpty(nameOf(title)), orEmpty(nameOf(title.normalize('NFD')))]),
    ofPage: page => (isTitleKnown(page) ? [] : [orEmpty(page.stem.normalize('NFC').trim())]),
  }
  const byLabel: Way<Page> = {
    ofTitle: title => filled([spaced(title)]),
    ofPage: page => filled(unique(labelsOf(page).map(spaced))),
  }
  // What the labels settle can leave one record and one page of a name.
  return [way(exact), way(spaced), byPlain, byFirstLine, byName, byLabel, byName]
}

/** Whether a title is what Notion writes where a person typed none. */
function isUntitled(title: string): boolean {
  return UNTITLED.has(spaced(title).toLowerCase())
}

/** Whether Notion finds nothing in a title that it could use for a name. */
export function isNameless(title: string): boolean {
  return nameOf(title) === ''
}

/**
 * Whether the page tells its whole title, so that a record of another title cannot be its own even if both
 * are cut to one name. A heading that does not give the name is the first line of a longer title, or was
 * edited; one that is the name may be all that is left of the title.
 */
function isTitleKnown({title, stem}: Named): boolean {
  return spaced(title) !== spaced(stem) && isNameOf(title, stem)
}

function exact(title: string): string {
  return title.normalize('NFC')
}

/** White space is lost on the way into a heading. */
function spaced(title: string): string {
  return title.normalize('NFC').replace(/\s+/g, ' ').trim()
}

/** What is left of a title in a name, had Notion not cut it: headings can hold marks that cells lack. */
function plain(title: string): string {
  return spaced(title.replace(/[./\\:?*"<>|\u0000-\u001f\u007f-\u009f]/g, ' '))
}

/** The key of the name that Notion gives a title. */
function nameOf(title: string): string {
  return notionName(title).normalize('NFC').trim()
}

function unique(keys: readonly string[]): string[] {
  return [...new Set(keys)]
}

/** How many pages the values of a column name, each value once: a status repeated a hundred times is no title. */
export function countNamed(
  records: readonly (readonly string[])[],
  column: number,
  pages: readonly Named[],
): number {
  const values = new Set(records.map(record => record[column] ?? ''))
  const keys = new Set(
    [...values].filter(value => value.trim() !== '').flatMap(value => [spaced(value), nameOf(value)]),
  )
  keys.delete('')
  return pages.filter(page => keys.has(spaced(page.title)) || keys.has(page.stem.normalize('NFC').trim()))
    .length
}
