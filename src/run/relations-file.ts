import type {Graph} from '../core/graph.ts'
import {RELATIONS_PATH} from '../core/manifest.ts'
import type {Rewriter} from '../core/rewrite.ts'
import type {OutFile, Sink} from '../io.ts'
import {remade} from './text-pile.ts'

/** The graph comes before the report, which tells of it, and stands behind: a sink that packs packs it meanwhile. */
export async function makeRelations(
  rewriter: Rewriter,
  sink: Sink,
  time: number,
): Promise<{readonly graph: Graph; readonly file: OutFile}> {
  const made: {graph?: Graph} = {}
  const texts = function* () {
    made.graph = yield* rewriter.relations()
  }
  const file = {path: RELATIONS_PATH, time, data: remade(texts)}
  const [ready = file] = (await sink.prepare?.([file])) ?? []
  // A sink that takes it as it is has not asked for it yet.
  if (!made.graph) for (const _ of texts());
  return {graph: made.graph!, file: ready}
}
