import { defineConfig } from 'vitest/config';

/**
 * What tells of a mutant: stories and unit tests. The histories of convergence.test.ts are drawn anew in each run, and a
 * score that rests on them could not be repeated.
 */
export default defineConfig({
  test: {
    include: ['packages/planner/src/**/*.test.ts', 'packages/operator/src/apply/**/*.test.ts'],
    exclude: ['packages/planner/src/{convergence,adoption,size}.test.ts'],
    setupFiles: ['test/kit/src/clean-environment.ts'],
    testTimeout: 60_000,
    isolate: false,
  },
});
