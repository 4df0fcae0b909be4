/**
 * Makes the command: a few files in place of 170, since Node takes longer to find and read that many than to
 * repair a small export. Packages stay outside. The library is what the compiler makes of each file.
 *
 *   node build/command.js         dist/command/
 */
import {fileURLToPath} from 'node:url'
import {build} from 'vite'

const root = fileURLToPath(new URL('..', import.meta.url))

await build({
  root,
  configFile: false,
  envDir: false,
  logLevel: 'warn',
  publicDir: false,
  build: {
    // For Node: its modules and those of packages are imported when the command runs.
    ssr: true,
    target: 'node20',
    minify: false,
    sourcemap: true,
    outDir: 'dist/command',
    emptyOutDir: true,
    rollupOptions: {
      input: {cli: 'src/cli.ts', 'codec-worker': 'src/node/codec-worker.ts'},
      // Flat: the page is found from where its server lies, as in src/node.
      output: {entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js'},
    },
  },
})
