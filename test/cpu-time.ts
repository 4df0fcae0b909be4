/**
 * Milliseconds of work that this process has done, all its threads together. Tests of how time grows judge by
 * this: what else runs on the machine takes the clock's time, not ours.
 */
export function cpuTime(): number {
  const {user, system} = process.cpuUsage()
  return (user + system) / 1000
}
