import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  errorFromStatus,
  type KubeClient,
  type KubeObject,
  type Resource,
} from '@cartridge-on-kubernetes/kube';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { installCharts } from './install-charts.ts';
import { locateStateFolder, type StateFolder } from './state-folder.ts';

let folder: string;
let state: StateFolder;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'install-charts-'));
  state = locateStateFolder({ CARTRIDGE_LOCAL_HOME: folder });
});
afterEach(() => rmSync(folder, { recursive: true }));

test('the first start of a cluster installs both charts', async () => {
  expect(await install({})).toEqual({ outcome: 'installed', releases: ['tarantool-operator', 'test-app'] });
});

test('an application that the user of a bare cluster has installed stays as it is, in any namespace', async () => {
  expect(await install({ clusters: ['other/my-app'] })).toEqual({ outcome: 'kept', releases: [] });
});

test('later starts keep it too', async () => {
  await install({ clusters: ['tarantool/test-app'] });
  expect(existsSync(state.installedMarker)).toBe(true);
});

test('an installation that was cut short is done again', async () => {
  const releases = { 'tarantool-operator': 'pending-install', 'test-app': 'pending-install' };
  expect(await install({ clusters: ['tarantool/test-app'], releases })).toEqual({
    outcome: 'installed',
    releases: ['tarantool-operator', 'test-app'],
  });
});

test('an operator that the user has installed stays as it is', async () => {
  expect(await install({ releases: { 'tarantool-operator': 'deployed' } })).toEqual({
    outcome: 'installed',
    releases: ['test-app'],
  });
});

test('values are applied to what the user has installed, as asked', async () => {
  const valuesFile = 'values.yaml';
  const releases = { 'tarantool-operator': 'deployed', 'test-app': 'deployed' };
  expect(await install({ clusters: ['tarantool/test-app'], releases, valuesFile })).toEqual({
    outcome: 'installed',
    releases: ['test-app'],
  });
});

interface Found {
  /** namespace/name; without any, the kind does not exist before helm has run */
  clusters?: string[];
  /** status by name, in the guide's namespace */
  releases?: Record<string, string>;
  valuesFile?: string;
}

/** Gives the releases that helm was told to install. */
async function install({ clusters = [], releases = {}, valuesFile }: Found) {
  const installed: string[] = [];
  const answers = {
    clusters: () => {
      if (clusters.length === 0 && installed.length === 0) throw notFound();
      return clusters.map(name => ({ metadata: { name } }));
    },
    secrets: (selector: string) =>
      Object.entries(releases)
        .filter(([name, status]) => selector.includes(`name=${name},`) && selector.includes(status))
        .map(([name]) => ({ metadata: { name: `sh.helm.release.v1.${name}.v1` } })),
  };
  const client = {
    list: async ({ plural }: Resource<KubeObject>, { labelSelector = '' }: { labelSelector?: string }) => ({
      items: plural === 'secrets' ? answers.secrets(labelSelector) : answers.clusters(),
    }),
    delete: async () => {},
  };
  const outcome = await installCharts({
    client: client as unknown as KubeClient,
    helm: async (...args) => {
      installed.push(args[2] ?? '');
      return '';
    },
    state,
    valuesFile,
    signal: new AbortController().signal,
  });
  return { outcome, releases: installed.sort() };
}

function notFound(): Error {
  const status = { reason: 'NotFound', message: 'the server could not find the requested resource' };
  return errorFromStatus({ request: 'list', httpStatus: 404, status });
}
