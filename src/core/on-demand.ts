/**
 * Code of others that most exports do not need, and that takes longer to load than a small export takes. What
 * needs it is pure and waits for nothing: it stops where the code is missing, and {@link whenLoaded} does it
 * again from its beginning when the code is there. The page is built with a file of its own in place of this one.
 */
export class OnDemand<T> {
  readonly #load: () => Promise<T>
  #code: T | undefined

  constructor(load: () => Promise<T>) {
    this.#load = load
  }

  get code(): T {
    if (this.#code === undefined) throw new Missing(() => this.load())
    return this.#code
  }

  async load(): Promise<void> {
    this.#code ??= await this.#load()
  }
}

class Missing extends Error {
  readonly load: () => Promise<void>

  constructor(load: () => Promise<void>) {
    super('code that is loaded on demand was needed where nobody could wait for it')
    this.load = load
  }
}

/** What `work` gives, at once where nothing has to be loaded for it. It must be pure: it may be done twice. */
export function whenLoaded<T>(work: () => T): T | Promise<T> {
  try {
    return work()
  } catch (error) {
    if (error instanceof Missing) return error.load().then(() => whenLoaded(work))
    throw error
  }
}

/** For pages of which the scanner of links is not sure. */
export const remark = new OnDemand(() => import('./rewrite/markdown-remark.ts'))
/** For HTML that is not plain, and attributes with entities. */
export const html = new OnDemand(() => import('./rewrite/html-code.ts'))
/** For front matter. */
export const yaml = new OnDemand(() => import('./yaml.ts'))
