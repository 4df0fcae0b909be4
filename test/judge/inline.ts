/** A line or a table cell of Markdown as a reader sees it: text, links, images. */
import {fromMarkdown} from 'mdast-util-from-markdown'
import {outputTarget} from './href.ts'
import {checkForm} from './one-link.ts'
import type {Goal} from './stage.ts'
import {isAddressOf} from './stage.ts'

type Node = ReturnType<typeof fromMarkdown> | ReturnType<typeof fromMarkdown>['children'][number]

export interface Token {
  readonly type: 'text' | 'link' | 'image'
  /** Of an image its alternative text. */
  readonly text: string
  /** Empty for text. */
  readonly url: string
}

/** `<br>` becomes a newline; emphasis and code become their words. Behind a word nothing begins a block. */
export function readInline(snippet: string): Token[] {
  const tokens: Token[] = []
  const push = (token: Token): void => {
    const last = tokens.at(-1)
    if (last?.type === 'text' && token.type === 'text') {
      tokens[tokens.length - 1] = {...last, text: last.text + token.text}
    } else tokens.push(token)
  }
  const visit = (node: Node): void => {
    if (node.type === 'link') push({type: 'link', text: wordsOf(node), url: node.url})
    else if (node.type === 'image') push({type: 'image', text: node.alt ?? '', url: node.url})
    else if ('children' in node) node.children.forEach(visit)
    else push({type: 'text', text: wordsOf(node), url: ''})
  }
  visit(fromMarkdown(`x${snippet}`))
  const first = tokens[0]
  if (first?.type === 'text') tokens[0] = {...first, text: first.text.slice(1)}
  return tokens.filter(({type, text}) => type !== 'text' || text !== '')
}

function wordsOf(node: Node): string {
  if (node.type === 'break') return '\n'
  if (node.type === 'html') return /^<br ?\/?>$/i.test(node.value) ? '\n' : node.value
  if ('children' in node) return node.children.map(wordsOf).join('')
  return 'value' in node ? node.value : ''
}

/** Takes this text from the front of the tokens, if it stands there. */
export function eat(queue: Token[], text: string): boolean {
  const next = queue[0]
  if (next?.type !== 'text' || !next.text.startsWith(text)) return false
  if (next.text === text) queue.shift()
  else queue[0] = {...next, text: next.text.slice(text.length)}
  return true
}

/** Why these tokens are not the links of these goals, joined by `, `; undefined when they are. */
export function wrongLinks(
  tokens: readonly Token[],
  goals: readonly Goal[],
  from: string,
): string | undefined {
  const queue = [...tokens]
  for (const [i, goal] of goals.entries()) {
    if (i > 0 && !eat(queue, ', ')) return `no separator before target ${i + 1}`
    const next = queue[0]
    if (next?.type !== 'link') {
      if (!goal.isBare || !goal.titles.some(title => eat(queue, title))) return `target ${i + 1} is no link`
      continue
    }
    queue.shift()
    const why = wrongLink(next, goal, from)
    if (why !== undefined) return `target ${i + 1} ${why}`
  }
  return queue.length > 0 ? `more text behind: ${JSON.stringify(queue[0]!.text)}` : undefined
}

export function wrongLink({text, url}: Token, goal: Goal, from: string): string | undefined {
  if (!goal.titles.some(title => spaced(title) === spaced(text))) {
    return `is called ${JSON.stringify(text)}, not ${JSON.stringify(goal.titles[0])}`
  }
  const to = outputTarget(from, url)
  if (!goal.paths) return isAddressOf(url, goal) ? undefined : `leads to ${url} though it is not here`
  if (!to || !goal.paths.has(to.path))
    return `leads to ${to?.path ?? url}, not to ${[...goal.paths].join(' or ')}`
  let why: string | undefined
  checkForm(url, (_, detail) => {
    why = detail
  })
  return why
}

/** Newlines and runs of spaces are not Markdown's to keep. */
export const spaced = (text: string): string => text.replace(/\s+/g, ' ').trim()
