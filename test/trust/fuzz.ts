import {parseArgs} from 'node:util'
import {fuzz} from './fuzzing.ts'

/** `npm run fuzz -- --seed 1 --count 100000`, or `--minutes 10`; `--first 4711 --count 1` for one mutant. */

const {values} = parseArgs({
  options: {
    seed: {type: 'string', default: '1'},
    first: {type: 'string', default: '0'},
    count: {type: 'string'},
    minutes: {type: 'string'},
    keep: {type: 'string', default: 'out/fuzz'},
  },
})
const say = (line: string) => process.stdout.write(`${line}\n`)
const isEndless = values.count === undefined && values.minutes !== undefined
const {done, accepted, refused, unread, faults} = await fuzz({
  seed: Number(values.seed),
  first: Number(values.first),
  count: isEndless ? Number.MAX_SAFE_INTEGER : Number(values.count ?? 10_000),
  ...(values.minutes !== undefined && {milliseconds: Number(values.minutes) * 60_000}),
  keepIn: values.keep,
  mostMemory: 500e6,
  tell: say,
})
say(`${done} mutants with seed ${values.seed}: ${accepted} accepted, ${faults.length} faults`)
say(`refused: ${JSON.stringify(Object.fromEntries(refused))}`)
say(`accepted, but not by Python: ${JSON.stringify(Object.fromEntries(unread))}`)
process.exitCode = faults.length === 0 ? 0 : 1
