import type {Limits} from './in-order.ts'

/** What is read together, in uncompressed bytes and entries. */
export const BATCH: Limits = {weight: 1 << 20, jobs: 1000}

/** What is under way at once. The page is built with a file of its own in place of this one. */
export const UNDER_WAY: Limits = {weight: 16 << 20, jobs: 12}
