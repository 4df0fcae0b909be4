import {frontMatterEdits} from '../src/core/front-matter.ts'
import {whenLoaded} from '../src/core/on-demand.ts'
import {htmlAnchors} from '../src/core/rewrite/html.ts'
import {markdownLinks} from '../src/core/rewrite/markdown.ts'

/** Tests call what a run calls too, but do not wait: all that is loaded on demand is there beforehand. */
await whenLoaded(() => htmlAnchors('<a id="&amp;">'))
await whenLoaded(() => markdownLinks('<a href="x">\n\n[x]: y'))
await whenLoaded(() =>
  frontMatterEdits('', {title: '', id: ''}, [], undefined, {
    target: () => undefined,
    file: () => undefined,
    hasFile: () => false,
    isFile: () => false,
  }),
)
