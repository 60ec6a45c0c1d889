import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { renderManifests } from './helm.ts';
import { podSpecs } from './pod-specs.ts';

/** Runs what the pod of `helm test` runs, against an instance that gives this answer. */
async function runTestPod(answer: unknown): Promise<{ exitCode: number | undefined; output: string }> {
  const server = createServer((_, response) => response.end(JSON.stringify(answer)));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  try {
    const manifests = await renderManifests({ chart: 'cartridge' });
    const [pod] = podSpecs(manifests.filter(({ kind }) => kind === 'Pod'));
    const { command, args = [] } = pod!.spec.containers[0]!;
    expect(command).toEqual(['node']);
    expect(args.at(-1)).toBe('http://routers:8081');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const result = await execa(process.execPath, [...args.slice(0, -1), url], { all: true, reject: false });
    return { exitCode: result.exitCode, output: result.all };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const self = (state: string) => ({
  data: { cluster: { self: { alias: 'routers-0-0', state, error: null } } },
});

test('a configured instance passes', async () => {
  const { exitCode, output } = await runTestPod(self('RolesConfigured'));
  expect({ exitCode, output }).toEqual({ exitCode: 0, output: 'routers-0-0 is RolesConfigured' });
});

test('an unconfigured one fails, and says so', async () => {
  const { exitCode, output } = await runTestPod(self('Unconfigured'));
  expect(exitCode).not.toBe(0);
  expect(output).toContain('routers-0-0 is Unconfigured');
});

test('one that wants a password passes', async () => {
  const { exitCode } = await runTestPod({ errors: [{ message: 'Unauthorized' }] });
  expect(exitCode).toBe(0);
});
