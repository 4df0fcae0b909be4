import {type Bytes, bytesOf, join, type Part} from './build.ts'
import {accept, type Case, exported, ID, type More, OTHER_ID, refuse} from './case.ts'

/** Threats, section 1, but for encodings: names that lead out, drive systems, or meet each other. */

const out = /leads out of its folder/
const absolute = /has an absolute path for a name/
const network = /has a network path for a name/

const REFUSED: readonly [test: string, name: string, says: RegExp][] = [
  ['name-dotdot', '../evil.png', out],
  ['name-dotdot-mid', 'a/../../evil.png', out],
  ['name-dotdot-end', 'a/..', out],
  ['name-dotdot-only', '..', out],
  ['name-dotdot-folder', '../', out],
  ['name-dotdot-inside', 'a/../b.png', out],
  ['name-backslash-dotdot', 'a\\..\\..\\evil.png', out],
  ['name-backslash-dotdot-start', '..\\evil.png', out],
  ['name-mixed-dotdot', 'a/..\\evil.png', out],
  ['name-abs-unix', '/tmp/evil.png', absolute],
  ['name-abs-root', '/', absolute],
  ['name-abs-backslash', '\\Windows\\evil.png', absolute],
  ['name-drive-abs', 'C:/evil.png', absolute],
  ['name-drive-abs-backslash', 'c:\\evil.png', absolute],
  ['name-drive-dotdot', 'C:/../evil.png', absolute],
  ['name-drive-rel-dotdot', 'C:../../evil.png', out],
  ['name-unc', '//server/share/evil.png', network],
  ['name-unc-backslash', '\\\\server\\share\\evil.png', network],
  ['name-win-device', '\\\\.\\COM1', network],
  ['name-win-long', '\\\\?\\C:\\evil.png', network],
  ['name-nul-mid', 'a\0.png', /has a NUL in its name/],
  ['name-nul-start', '\0a.png', /has a NUL in its name/],
  ['name-nul-end', 'a.png\0', /has a NUL in its name/],
  ['name-empty', '', /has an empty name/],
  ['name-dot', '.', /has an empty name/],
  ['name-deep-1001', 'd/'.repeat(1001) + 'x.png', /lies more than 1000 folders deep/],
  ['name-huge-deep', 'd/'.repeat(32_767), /lies more than 1000 folders deep/],
]

/** A name that a title or an attachment can have, and the name that every system can store. */
const RENAMED: readonly [test: string, name: string, clean: string][] = [
  ['name-plain', 'photo.png', 'photo.png'],
  ['name-drive-rel', 'C:x.png', 'C-x.png'],
  ['name-drive-mid', 'a/C:/b.png', 'a/C/b.png'],
  ['name-dot-seg', './a/./b.png', 'a/b.png'],
  ['name-double-slash', 'a//b.png', 'a/b.png'],
  ['name-backslash', 'a\\b.png', 'a/b.png'],
  ['name-dots3', '...', 'Untitled'],
  ['name-dots3-folder', 'a/.../b.png', 'a/Untitled/b.png'],
  ['name-dotdot-space', '.. /x.png', 'Untitled/x.png'],
  ['name-dotdot-letter', '..x/x.png', 'x/x.png'],
  ['name-reserved-con', 'CON', 'CON_'],
  ['name-reserved-case', 'pRn.txt', 'pRn_.txt'],
  ['name-reserved-double', 'AUX.tar.gz', 'AUX_.tar.gz'],
  ['name-reserved-nul', 'NUL.png', 'NUL_.png'],
  ['name-reserved-com1', 'COM1.txt', 'COM1_.txt'],
  ['name-reserved-com0', 'com0', 'com0_'],
  ['name-reserved-com-superscript', 'COM\u00b9.txt', 'COM\u00b9_.txt'],
  ['name-reserved-lpt9', 'LPT9.log', 'LPT9_.log'],
  ['name-reserved-lpt-superscript', 'lpt\u00b3', 'lpt\u00b3_'],
  ['name-reserved-conin', 'CONIN$', 'CONIN$_'],
  ['name-reserved-conout', 'CONOUT$.txt', 'CONOUT$_.txt'],
  ['name-reserved-clock', 'CLOCK$', 'CLOCK$_'],
  ['name-reserved-folder', 'aux/x.png', 'aux_/x.png'],
  ['name-reserved-not', 'CONSOLE.txt', 'CONSOLE.txt'],
  ['name-lt', 'a<b.png', 'a b.png'],
  ['name-gt', 'a>.png', 'a.png'],
  ['name-quote', 'a"b.png', 'a b.png'],
  ['name-pipe', 'a|b.png', 'a-b.png'],
  ['name-question', 'a?.png', 'a.png'],
  ['name-star', '*a.png', 'a.png'],
  ['name-colon-mid', 'a:b.png', 'a-b.png'],
  ['name-ads', 'a.png:evil', 'a.png-evil'],
  ['name-ads-data', 'a.png::$DATA', 'a.png-$DATA'],
  ['name-trailing-dot', 'a.png.', 'a.png'],
  ['name-trailing-dots', 'a.png. . .', 'a.png'],
  ['name-trailing-space', 'a.png ', 'a.png'],
  ['name-trailing-folder', 'dir. /x.png', 'dir/x.png'],
  ['name-esc', 'a\u001b[31mb.png', 'a[31mb.png'],
  ['name-newline', 'a\nb.png', 'a b.png'],
  ['name-bell', 'a\u0007.png', 'a.png'],
  ['name-del', 'a\u007fb.png', 'a b.png'],
  ['name-c1', 'a\u009b2Jb.png', 'a 2Jb.png'],
  ['name-rlo', 'a\u202egnp.exe', 'agnp.exe'],
  ['name-isolate', 'a\u2066b\u2069.png', 'ab.png'],
  ['name-arabic-mark', 'a\u061cb.png', 'ab.png'],
  ['name-bom', '\ufeffa.png', 'a.png'],
  ['name-zero-width', 'a\u200bb.png', 'ab.png'],
  ['name-joiner-loose', '\u200d a.png', 'a.png'],
  ['name-u2028', 'a\u2028b.png', 'a b.png'],
  ['name-emoji-zwj', '👩\u200d👩\u200d👧.png', '👩\u200d👩\u200d👧.png'],
  ['name-fullwidth-dots', '．．／x.png', '．．／x.png'],
  ['name-fullwidth-slash', 'a／b.png', 'a／b.png'],
  ['name-proto', '__proto__', '__proto__'],
  ['name-constructor', 'constructor', 'constructor'],
  ['name-tostring', 'toString', 'toString'],
  ['name-hasown', 'hasOwnProperty', 'hasOwnProperty'],
  ['name-proto-folder', '__proto__/x.png', '__proto__/x.png'],
  ['name-option', '--force', '--force'],
]

const LONG: readonly [test: string, name: string][] = [
  ['name-255', `${'a'.repeat(251)}.png`],
  ['name-cjk-200', `${'漢'.repeat(200)}.png`],
  ['name-emoji-127', `${'🎉'.repeat(127)}.png`],
  ['name-long-4k', `${'long folder/'.repeat(340)}x.png`],
  ['name-deep-1000', `${'d/'.repeat(1000)}x.png`],
  ['name-huge-65535', `${'h'.repeat(65_531)}.png`],
  ['name-combining', `a${'\u0301'.repeat(4000)}.png`],
]

const lines = (name: string) => `the bytes of ${JSON.stringify(name.slice(0, 60))}`
const file = (name: string): Part => ({name, data: lines(name)})

/** Files that would be one file on some system; every one must come out, and nothing else. */
const MET: readonly [test: string, names: readonly string[], clean: readonly string[]][] = [
  ['dup-case', ['A.png', 'a.png'], ['A.png', 'a (2).png']],
  ['dup-case-sharp-s', ['straße.png', 'STRASSE.png'], []],
  ['dup-case-sigma', ['ΟΔΟΣ.png', 'οδος.png', 'οδοσ.png'], []],
  ['dup-nfc-nfd', ['é.png', 'e\u0301.png'], []],
  ['dup-kelvin', ['\u212a.png', 'k.png'], []],
  ['dup-trim', ['a.png', 'a.png.', 'a.png '], ['a.png', 'a (2).png', 'a (3).png']],
  ['dup-replace', ['a:b.png', 'a|b.png'], ['a-b.png', 'a-b (2).png']],
  ['dup-number-taken', ['a (2).png', 'a.png', 'A.png'], ['a (2).png']],
  ['dup-slashes', ['a//b.png', 'a/b.png', 'a/./b.png'], []],
  ['dup-percent', ['%FF.png', '%ff.png'], []],
  ['dup-file-dir', ['a', 'a/b.png'], []],
  ['dup-dir-file', ['a/b.png', 'a'], []],
  ['dup-dir-case', ['Dir/a.png', 'dir/b.png', 'DIR/a.png'], []],
  ['dup-dir-trim', ['dir/a.png', 'dir./a.png', 'dir /a.png'], []],
  ['dup-ours', ['_notion-export-fix/manifest.json', '_deep/a.png', '_DEEP/b.png'], []],
  ['dup-many-case', Array.from({length: 1024}, (_, i) => caseOf('samenamefile', i)), []],
]

/** The same letters, each in the case that its bit says. */
function caseOf(name: string, bits: number): string {
  return [...name].map((letter, i) => ((bits >> i) & 1 ? letter.toUpperCase() : letter)).join('') + '.png'
}

const page = (title: string, id: string, name = title): Part => ({
  name: `${name} ${id}.md`,
  data: `# ${title}\n`,
})

export const names: readonly Case[] = [
  ...REFUSED.map(([test, name, says]) => exported(test, refuse('unsafe-name', says), [file(name)])),
  ...RENAMED.map(([test, name, clean]) => exported(test, accept, [file(name)], {}, {out: [clean]})),
  ...LONG.map(([test, name]) => exported(test, accept, [file(name)])),
  ...MET.map(([test, list, clean]) => exported(test, accept, list.map(file), {}, {out: clean})),
  pages('name-title-colon', [page('Q: what?', OTHER_ID, 'Q: what?')], ['Q - what.md']),
  pages('name-title-colon-stripped', [page('Q: what?', OTHER_ID, 'Q what')], ['Q - what.md']),
  pages('name-title-con', [page('CON', OTHER_ID)], ['CON_.md']),
  pages('name-title-dotdot', [page('..', OTHER_ID, '  ')], ['Untitled.md']),
  pages('name-title-proto', [page('__proto__', OTHER_ID)], ['__proto__.md']),
  pages('name-title-constructor', [page('constructor', OTHER_ID)], ['constructor.md']),
  pages('name-title-esc', [page('a\u001b[2Jb', OTHER_ID, 'a [2Jb')], ['a[2Jb.md']),
  pages('dup-strip-id', [page('Same', OTHER_ID), page('same', '3c'.repeat(16))], ['Same.md', 'same (2).md']),
  pages('dup-exact', [same('a.png', 'one'), same('a.png', 'two')], ['a.png', 'a (2).png'], ['one', 'two']),
  pages('dup-exact-same', [same('a.png', 'one'), same('a.png', 'one')], ['a.png'], ['one']),
  pages(
    'dup-exact-page',
    [page('One', OTHER_ID), {...page('One', OTHER_ID), data: '# One\n\nelse'}],
    ['One.md'],
  ),
  pages('name-only-dots-folder', [{name: './'}, {name: 'a/./'}], []),
  pages('name-id-alone', [{name: `${ID}/x.png`, data: 'x'}], ['Home/x.png'], ['x']),
]

function pages(
  name: string,
  parts: readonly Part[],
  clean: readonly string[],
  kept?: readonly Bytes[],
): Case {
  const more: More = {out: clean, ...(kept && {kept})}
  return exported(name, accept, parts, {}, more)
}

function same(name: string, data: string): Part {
  return {name, data: join(bytesOf(data))}
}
