import engine from 'virtual:engine'
import type {FromEngine, ToEngine} from './messages.ts'

/** Where the engine's code lies in this page. */
const url = URL.createObjectURL(new Blob([engine], {type: 'text/javascript'}))

interface Policy {
  createScriptURL(url: string): string
}

/** The page's policy lets nobody start code from a URL but through this, and this starts only the engine. */
const policy = (
  globalThis as {trustedTypes?: {createPolicy(name: string, rules: Policy): Policy}}
).trustedTypes?.createPolicy('nef', {
  createScriptURL(asked) {
    if (asked !== url) throw new TypeError('not the engine')
    return asked
  },
})

/** One engine, for one export. */
export class Engine {
  readonly #worker: Worker
  #isClosed = false

  constructor(hear: (message: FromEngine) => void) {
    this.#worker = new Worker(policy?.createScriptURL(url) ?? url)
    this.#worker.onmessage = ({data}: MessageEvent<FromEngine>) => {
      if (data.kind === 'closed') this.#worker.terminate()
      else if (!this.#isClosed) hear(data)
    }
    this.#worker.onerror = ({message}) => {
      if (!this.#isClosed) hear({kind: 'failed', failure: {message: message || 'the engine stopped'}})
    }
  }

  tell(message: ToEngine, transfer: Transferable[] = []): void {
    this.#worker.postMessage(message, transfer)
  }

  /** It forgets everything, and is heard of no more. */
  close(): void {
    this.#isClosed = true
    this.tell({kind: 'close'})
  }
}
