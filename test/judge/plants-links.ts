/** Each way to be wrong inside documents. */
import {GONE, HOME, PLAN} from './example.ts'
import {TASKS} from './example-database.ts'
import type {MadeOutput} from './make.ts'
import {swap} from './spoil.ts'

/** As in `plants.ts`: what is wrong, the class that tells it, the hand that does it. */
export const LINK_PLANTS: [string, string, (output: MadeOutput) => void][] = [
  ['a word lost', 'words', swap('Sell.md', 'Words', 'Word')],
  ['a word added at the end', 'words', swap('Sell.md', 'Words.', 'Words.\n')],
  ['a link in code touched', 'words', swap('it.md', '`[code](Home', '`[code](House')],
  ['an address touched', 'link-touched', swap('it.md', 'https://example.com/x.md', 'https://example.com/x')],
  ['words of HTML changed', 'words', swap('Web.html', 'x &amp; y', 'x & y')],
  ['a dead link', 'link-dead', swap('it.md', '[plan](Home%20-%20all%20of%20it/Plan', '[plan](Plan')],
  [
    'a link to the wrong page',
    'link-misled',
    swap('/Plan (old.md', 'Home%20-%20all%20of%20it.md', 'Web.html'),
  ],
  [
    'a link in a callout forgotten',
    'link-dead',
    swap(
      'it.md',
      '[the plan](Home%20-%20all%20of%20it/Plan%20%28old',
      `[the plan](Home%20${HOME}/Plan%20(old%20${PLAN}`,
    ),
  ],
  ['a database link to its view', 'link-misled', swap('it.md', 'it/Tasks.md', 'it/Tasks%20%28view%29.csv')],
  [
    'a Notion address of a page that is here',
    'link-network',
    swap('it.md', '[here](Home%20-%20all%20of%20it/Plan%20%28old.md', `[here](https://www.notion.so/${PLAN}`),
  ],
  [
    'a link that is not encoded enough',
    'href-form',
    swap('it.md', 'it/Plan%20%28old.md),', 'it/Plan%20(old.md),'),
  ],
  [
    'a page outside without its address',
    'link-dead',
    swap('it.md', `https://www.notion.so/${GONE}`, 'Gone.md'),
  ],
  [
    'an image that calls home',
    'link-network',
    swap('it.md', '![lost](Home%20-%20all%20of%20it/lost.png', '![lost](https://www.notion.so/lost.png'),
  ],
  ['a missing file not listed', 'link-dead', output => void output.missing.pop()],
  [
    'a missing file listed that no page names',
    'missing-list',
    output => void output.missing.push({in: 'Web.html', href: 'no.png'}),
  ],
  [
    'a missing file in a folder with an id',
    'missing-unclean',
    output => {
      swap('it.md', 'it/lost.png', `it%20${HOME}/lost.png`)(output)
      output.missing[0]!.href = `Home%20-%20all%20of%20it%20${HOME}/lost.png`
    },
  ],
  [
    'a label that still is the path',
    'label',
    swap('it.md', '![my cat #1.png]', `![Home%20${HOME}/my%20cat%20%231.png]`),
  ],
  [
    'an attribute forgotten',
    'link-dead',
    swap('Web.html', 'data-notion-image="Home%20-%20all%20of%20it', `data-notion-image="Home%20${HOME}`),
  ],
  [
    'an anchor without dashes',
    'anchor',
    swap('Web.html', '#12345678-9abc-4def-8012-3456789abcde', '#123456789abc4def80123456789abcde'),
  ],
  ['an anchor lost', 'anchor', swap('Web.html', '#12345678-9abc-4def-8012-3456789abcde', '')],
  [
    'a visible path with its id',
    'label',
    swap('Web.html', '<code>Home - all of it/Tasks.md', `<code>Home ${HOME}/Tasks ${TASKS}.csv`),
  ],
  [
    'an index link not repaired',
    'link-dead',
    swap('index.html', 'href="Home%20-%20all%20of%20it.md"', `href="Home all of it ${HOME}.md"`),
  ],
  [
    'an index link to the network',
    'link-network',
    swap('index.html', 'href="Home%20-%20all%20of%20it/Tasks.md"', `href="https://www.notion.so/${TASKS}"`),
  ],
  [
    'an id among the index’s names',
    'index-name',
    swap('index.html', '<a>Home - all of it', `<a>Home ${HOME}`),
  ],
  ['a cell lost', 'csv', swap('Tasks.csv', ',"1,5"', '')],
  ['a record lost', 'csv', swap('Tasks.csv', '\r\nSell,,,,No,a|b', '')],
  ['a cell changed', 'words', swap('Tasks.csv', '"1,5"', '"1,6"')],
  ['a cell quoted anew', 'csv', swap('Tasks.csv', 'Name,', '"Name",')],
  ['the byte order mark lost', 'csv', swap('Tasks.csv', '\ufeff', '')],
  ['line ends changed', 'csv', swap('Tasks.csv', '\r\n', '\n')],
]
