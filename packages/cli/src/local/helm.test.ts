import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { helmAgainst } from './helm.ts';
import { locateStateFolder } from './state-folder.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'helm-'));
  writeFileSync(path.join(folder, 'helm'), '#!/bin/sh\nenv\n', { mode: 0o755 });
});
afterEach(() => vi.unstubAllEnvs());
afterAll(() => rmSync(folder, { recursive: true }));

test('talks to the local cluster only, whatever cluster the user has set for helm', async () => {
  const elsewhere = {
    KUBECONFIG: '/production',
    HELM_KUBEAPISERVER: 'https://production.example.com',
    HELM_KUBECONTEXT: 'production',
    HELM_KUBETOKEN: 'secret',
    HELM_KUBEASUSER: 'admin',
    HELM_KUBECAFILE: '/ca.crt',
    HELM_KUBEINSECURE_SKIP_TLS_VERIFY: 'true',
    HELM_NAMESPACE: 'production',
    HELM_DRIVER: 'sql',
    HELM_DEBUG: 'true',
  };
  for (const [name, value] of Object.entries({ ...elsewhere, HELM_CACHE_HOME: '/cache' }))
    vi.stubEnv(name, value);
  const helm = helmAgainst({
    tool: { file: path.join(folder, 'helm'), source: 'path' },
    kubeconfig: '/local',
    state: locateStateFolder({ CARTRIDGE_LOCAL_HOME: folder }),
    signal: new AbortController().signal,
  });
  const seen = (await helm('list')).split('\n').filter(line => /^(HELM|KUBECONFIG)/.test(line));
  expect(seen.sort()).toEqual(['HELM_CACHE_HOME=/cache', 'KUBECONFIG=/local']);
});
