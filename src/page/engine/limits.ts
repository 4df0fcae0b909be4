import type {Limits} from '../../run/in-order.ts'

/** As `run/limits.ts`, for one thread that does everything itself: more under way would only take memory. */
export const BATCH: Limits = {weight: 1 << 20, jobs: 1000}
export const UNDER_WAY: Limits = {weight: 4 << 20, jobs: 3}
