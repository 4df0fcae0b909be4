import {defineConfig} from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/loaded.ts'],
    // By itself vitest leaves one processor alone, which is half of a small machine.
    maxWorkers: '100%',
    // Real exports and outside tools: slower than a unit test, on a busy machine much slower.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
