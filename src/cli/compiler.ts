import {setFlagsFromString} from 'node:v8'

/**
 * V8 compiles each function that runs often enough, at a cost that a server earns back in days and a run of
 * seconds hardly does: one in five seconds of processor time for 22,000 entries, more for fewer. So a function has
 * to run six times as often first, and takes in less than half as much of those that it calls. Of 3,400
 * entries that saves a fifth of the processor's time and more, of 22,000 a twentieth.
 *
 * That is Node 20's V8, 11.3. Since 12, as in Node 22, a quicker compiler stands in between: nothing is gained any more,
 * and not all of these flags are known.
 */
export function compileLess(): void {
  if (!process.versions.v8.startsWith('11.')) return
  setFlagsFromString('--interrupt-budget=400000')
  setFlagsFromString('--max-inlined-bytecode-size-cumulative=400')
}
