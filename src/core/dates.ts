/** How the dates of a column are written; found by looking at all of them. */
export interface DateFormat {
  readonly name: string
}
