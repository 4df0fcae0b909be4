import {Command} from 'commander'
import {EXIT, say, tell} from './say.ts'

/** `notion-export-fix ui`: the page in the default browser, until Ctrl-C. */

/** The command; `run` is given what is to be done, which commander would not wait for. */
export function uiCommand(run: (work: () => Promise<number>) => void): Command {
  return new Command('ui')
    .description('Opens the drag-and-drop page in your browser; it runs on this machine only.')
    .option('--no-open', 'print the address, open nothing')
    .showHelpAfterError('(see notion-export-fix ui --help)')
    .exitOverride()
    .action(({open}: {open: boolean}) => run(() => ui(open).catch(error => tell(error, {}, []))))
}

async function ui(isOpening: boolean): Promise<number> {
  const {servePage} = await import('../node/page-server.ts')
  const server = await servePage()
  say(process.stdout, `The page is at ${server.url}\nIt is gone when you press Ctrl-C.`)
  if (isOpening) {
    const {openBrowser} = await import('../node/open-browser.ts')
    openBrowser(server.url)
  }
  await new Promise<void>(resolve => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve())
  })
  await server.close()
  return EXIT.done
}
