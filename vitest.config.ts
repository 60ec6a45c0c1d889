import { defineConfig } from 'vitest/config';
import { testClusters } from './test/kubernetes/src/test-clusters.ts';

const setupFiles = ['test/kit/src/clean-environment.ts'];

export default defineConfig({
  test: {
    // Tests wait for processes more than they compute: more of them at a time than there are cores.
    maxWorkers: 3,
    // A shared CI machine can starve a process for seconds: a second try, which the report names, tells that from a defect.
    retry: process.env.CI === undefined ? 0 : 1,
    projects: [
      {
        test: {
          name: 'unit',
          setupFiles,
          include: ['packages/*/src/**/*.test.{ts,tsx}'],
          // vitest's 5 s are too few for a test that starts processes while all cores are busy.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'contract',
          setupFiles,
          include: ['test/contract/**/*.test.ts', 'test/kubernetes/network-policy/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'integration',
          setupFiles,
          include: ['test/integration/**/*.test.ts', 'test/guide/**/*.test.ts', 'test/adoption/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'kubernetes',
          include: ['test/guide/*.test.ts', 'test/kubernetes/*.test.ts', 'test/adoption/*.test.ts'],
          globalSetup: ['test/kubernetes/setup.ts'],
          setupFiles: ['test/kubernetes/worker.ts'],
          env: { TEST_CLUSTER: 'real' },
          maxWorkers: testClusters.length,
          // Projects with another number of workers are not run at the same time.
          sequence: { groupOrder: 1 },
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'helm3',
          include: [
            'test/kubernetes/helm3/*.test.ts',
            'test/contract/charts/*.test.ts',
            'test/guide/walk.test.ts',
            'test/guide/operator-upgrade.test.ts',
            'test/integration/roles-kept.test.ts',
          ],
          globalSetup: ['test/kubernetes/helm3/setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'images',
          include: ['test/images/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'kubernetes-after',
          include: ['test/kubernetes/after/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'kubernetes-oldest',
          include: ['test/kubernetes/oldest/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: ['test/browser/kit/build-page.ts'],
          maxWorkers: 1,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
