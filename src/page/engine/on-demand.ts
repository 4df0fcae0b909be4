import {decodeHTMLAttribute, QuoteType, Tokenizer} from '../../core/rewrite/html-code.ts'
import {remarkLinks} from '../../core/rewrite/markdown-remark.ts'
import {Verbatim, writeYaml} from '../../core/yaml.ts'

/** In place of `core/on-demand.ts`: the page is one file, and all of it is there. */

export const remark = {code: {remarkLinks}}
export const html = {code: {decodeHTMLAttribute, QuoteType, Tokenizer}}
export const yaml = {code: {Verbatim, writeYaml}}

export const whenLoaded = <T>(work: () => T): T => work()
