import type {Column} from './database.ts'
import type {Databases} from './databases.ts'
import {type DocumentLinks, emptyLog, type LinkLog} from './document-links.ts'
import {Editing, inOrder} from './edit.ts'
import {frontMatterEdits} from './front-matter.ts'
import {type Graph, relationsCsv} from './graph.ts'
import {basename, decodeHref, hasScheme} from './href.ts'
import type {Edit, Id, Item, Plan, Survey} from './model.ts'
import {parseFileName} from './name.ts'
import type {OutputOptions} from './options.ts'
import {type PropertyLinks, propertyLineEdits} from './property.ts'
import {Relinker, type RelinkOptions} from './relink.ts'
import {csvEdits} from './rewrite/csv.ts'
import {FormulaGuard} from './rewrite/formula.ts'
import {eachHtmlEdit} from './rewrite/html.ts'
import {markdownEdits} from './rewrite/markdown.ts'
import {RowsByPage} from './rows-by-page.ts'
import {tablePage} from './table.ts'

/** What was found in a document of the export, and whether it becomes another. */
export interface Edited extends LinkLog {
  readonly isChanged: boolean
}

/** A document of ours. */
export interface Made extends LinkLog {
  readonly text: string
}

export interface RewriterInput {
  readonly survey: Survey
  readonly plan: Plan
  readonly databases: Databases
  readonly options: OutputOptions
  readonly anchors?: RelinkOptions['anchors']
}

/** Writes the documents of an export anew. What it makes is a pure function of the plan and the text. */
export class Rewriter {
  /** Table pages that are written, by database. */
  readonly tables: ReadonlyMap<Id, string>
  private readonly survey: Survey
  private readonly plan: Plan
  private readonly databases: Databases
  private readonly options: OutputOptions
  private readonly relinker: Relinker
  private readonly rows: RowsByPage

  constructor({survey, plan, databases, options, anchors}: RewriterInput) {
    this.survey = survey
    this.plan = plan
    this.databases = databases
    this.options = options
    this.tables = options.tables ? plan.tables : new Map()
    this.relinker = new Relinker(survey, plan, {tables: this.tables, ...(anchors && {anchors})})
    this.rows = new RowsByPage(survey.items.length, databases)
  }

  /** A document of the export, given to `write` in pieces; of one that does not change they may be left out. */
  document(entry: number, text: string, write: (piece: string) => void): Edited {
    const log = emptyLog()
    const links = this.relinker.linksOf(entry, log)
    const guard = new FormulaGuard(this.options.csvSafe)
    const editing = new Editing(text, write)
    this.edit(this.survey.items[entry]!, text, links, guard, editing)
    const isChanged = editing.end()
    const problems = [...log.problems, ...guard.problems(links.path)]
    return {problems, missing: log.missing, links: log.links, isChanged}
  }

  /** The graph of all relations in pieces, and at the end what is told of it. */
  relations(): Generator<string, Graph> {
    return relationsCsv(this.survey, this.plan, this.databases, this.relinker, this.options)
  }

  /** The readable page of a database. Its problems have been told where they stand in the CSV. */
  table(id: Id): Made {
    const database = this.databases.byId.get(id)!
    const path = this.tables.get(id)!
    const log = emptyLog()
    const links = this.relinker.linksOf(database.entry, log, path)
    const text = tablePage(this.survey.items[database.entry]!.title, database, links)
    return {...log, problems: [], links: 0, text}
  }

  private edit(item: Item, text: string, links: DocumentLinks, guard: FormulaGuard, to: Editing): void {
    switch (item.format) {
      case undefined:
        return
      case 'markdown':
        to.addAll(this.markdown(item, text, links))
        return
      case 'csv':
        to.addAll(csvEdits(text, this.kindsFor(item), links, this.options.relations, guard))
        return
      case 'html':
      case 'index':
        eachHtmlEdit(text, links, item.format, edit => to.add(edit))
    }
  }

  private markdown(item: Item, text: string, links: DocumentLinks): Edit[] {
    const database = this.rows.databaseOf(item.entry) ?? this.databases.byId.get(item.database ?? '')
    if (!database || item.id === undefined) return markdownEdits(text, links)
    const cells = this.rows.cellsOf(item.entry)
    const properties = this.properties(item, text, database.columns, cells, links)
    // A link in a value that is printed anew is printed with it.
    return [...properties, ...withoutOverlaps(markdownEdits(text, links), properties)]
  }

  private properties(
    item: Item,
    text: string,
    columns: readonly Column[],
    cells: readonly string[] | undefined,
    links: DocumentLinks,
  ): Edit[] {
    const {title, id} = item
    return this.options.properties === 'yaml'
      ? frontMatterEdits(text, {title, id: id!}, columns, cells, propertyLinks(links))
      : propertyLineEdits(text, columns, cells, propertyLinks(links))
  }

  /** A view has the columns of its database, so the database's evidence counts. */
  private kindsFor(item: Item): (column: string) => Column['kind'] {
    const database = this.databases.byId.get(item.viewOf ?? item.id ?? '')
    const kinds = new Map(database?.columns.map(({name, kind}) => [name, kind]))
    return column => kinds.get(column) ?? 'text'
  }
}

function propertyLinks(links: DocumentLinks): PropertyLinks {
  return {
    target(href, label) {
      const goal = links.goal(href, label)
      if (goal.title !== undefined) return {title: goal.title, href: goal.href}
      // A bare URL stays one; a bare path to what is not here takes its name from the path.
      if (hasScheme(href)) return undefined
      const name = basename(decodeHref(href) ?? href)
      return {title: parseFileName(name)?.stem.trim() || name, href: goal.href}
    },
    file: href => links.file(href),
    hasFile: href => links.hasFile(href),
    isFile: href => links.isFile(href),
  }
}

/** Those edits that touch none of the others. */
function withoutOverlaps(edits: readonly Edit[], others: readonly Edit[]): Edit[] {
  const sorted = inOrder(others)
  let next = 0
  return inOrder(edits).filter(edit => {
    while (next < sorted.length && sorted[next]!.end <= edit.start) next++
    const other = sorted[next]
    return other === undefined || other.start >= edit.end
  })
}
