/** What the block pass tells. */
export interface BlockSink {
  /**
   * A paragraph or heading (`html` 0), or an HTML block (its condition). `spans` holds start and end of each
   * line. `joined`: something other than white space stands between the lines (the `>` of a quote).
   */
  text(spans: readonly number[], joined: boolean, html: number): void
  /** All before is closed: what follows can be read on its own. */
  safe(at: number): void
  /** From the last safe place to the next, the pass may be wrong. */
  unsure(): void
}
