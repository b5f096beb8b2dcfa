import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Forks, because the embedded store and the sandbox's git are whole processes' worth of memory and signals.
    pool: 'forks',
    maxWorkers: 2,
    // Limits of patience, not of speed: the machine may be shared and slow.
    testTimeout: 180_000,
    hookTimeout: 120_000,
  },
});
