import type {Limits} from './in-order.ts'

/** What is read together, in uncompressed bytes and entries. */
export const BATCH: Limits = {weight: 1 << 20, jobs: 1000}

/**
 * What is under way at once: a batch that is rewritten, and some that are read, unpacked, packed and written
 * meanwhile. Twice as much saves no time and takes 45 MB. The page is built with a file of its own in place
 * of this one.
 */
export const UNDER_WAY: Limits = {weight: 8 << 20, jobs: 6}
