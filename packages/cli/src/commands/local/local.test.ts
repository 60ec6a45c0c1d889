import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isAlive } from '../../local/process-identity.ts';
import { type Run, readRun } from '../../local/run-file.ts';
import { locateStateFolder } from '../../local/state-folder.ts';
import { runBin } from '../../run-bin.test-support.ts';
import { hasBundledTools } from '../../tools/bundled-tools.ts';

const deadlineMilliseconds = 30_000;

let folder: string;
let env: Record<string, string>;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "cartridge local's test "));
  env = { CARTRIDGE_LOCAL_HOME: path.join(folder, 'home') };
});
afterAll(async () => {
  await runBin(['local', 'down', '--purge'], { env });
  rmSync(folder, { recursive: true });
});

/** One cluster goes through its life; each step starts from what the one before left. */
describe('a cluster without an application', { timeout: deadlineMilliseconds * 2 }, () => {
  test('up --detach returns when it answers and says where', async () => {
    const result = await runBin(['local', 'up', '--bare', '--detach'], { env });
    expect(result.exitCode).toBe(0);
    expect(result.stdout).toMatch(/Up in [\d.]+ s\n\nKubernetes {2}https:\/\/127\.0\.0\.1:\d+\n/);
    expect(result.stdout).toContain('Stop it with: npx cartridge local down');
    expect(result.stderr).toMatch(/^ {3}• Start the local cluster {2}[\d.]+ s$/m);
  });

  test('status tells it to people and programs', async () => {
    const text = await runBin(['local', 'status'], { env });
    expect(text.exitCode).toBe(0);
    expect(text.stdout).toMatch(/^Local cluster: ready\nKubernetes: https:/);
    const json = JSON.parse((await runBin(['local', 'status', '-o', 'json'], { env })).stdout);
    expect(json).toMatchObject({ running: true, state: 'ready', stateFolder: env.CARTRIDGE_LOCAL_HOME });
    expect(json.server).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
  });

  test('the lines of env make a shell talk to it, in a folder with blanks and quotes', async () => {
    const { stdout } = await runBin(['local', 'env'], { env });
    const script = 'eval "$1"; kubectl get namespace default -o name';
    const echoed = execFileSync('sh', ['-c', script, 'sh', stdout], { encoding: 'utf8' });
    expect(echoed.trim()).toBe('namespace/default');
  });

  test.skipIf(!hasBundledTools())(
    'where kubectl is not installed, env brings the one of the npm packages (Linux x64 only)',
    async () => {
      const bare = { ...env, PATH: folder, XDG_CACHE_HOME: path.join(folder, 'cache') };
      const { stdout } = await runBin(['local', 'env'], { env: bare });
      const script = `eval "$1"; kubectl get namespace default -o name; helm version --template '{{ .Version }}'`;
      const shell = { encoding: 'utf8', env: { PATH: folder, HOME: folder } } as const;
      const echoed = execFileSync('/bin/sh', ['-c', script, 'sh', stdout], shell);
      expect(echoed).toMatch(/^namespace\/default\nv[34]\./);
    },
  );

  test('a second up says that one runs, and is no failure', async () => {
    const foreground = await runBin(['local', 'up', '--bare'], { env });
    expect(foreground).toMatchObject({ exitCode: 0, stderr: '' });
    expect(foreground.stdout).toContain('The local cluster runs already');
    const detached = await runBin(['local', 'up', '--bare', '--detach'], { env });
    expect(detached).toEqual(foreground);
  });

  test('a killed keeper leaves no cluster behind, and the next up works', async () => {
    const before = currentRun();
    process.kill(before.up.pid, 'SIGKILL');
    await until(
      'the cluster process is gone',
      () => before.cluster !== undefined && !isAlive(before.cluster),
    );
    expect((await runBin(['local', 'status'], { env })).exitCode).toBe(3);
    expect((await runBin(['local', 'up', '--bare', '--detach'], { env })).exitCode).toBe(0);
    expect(currentRun().server).toBe(before.server);
  });

  test('a killed cluster process is replaced', async () => {
    const before = currentRun();
    process.kill(before.cluster?.pid ?? 0, 'SIGKILL');
    await until('another cluster process runs', () => {
      const { cluster } = currentRun();
      return cluster !== undefined && cluster.pid !== before.cluster?.pid && isAlive(cluster);
    });
    expect((await runBin(['local', 'status'], { env })).exitCode).toBe(0);
  });

  test('down stops it and keeps the state, down --purge removes it', async () => {
    const { up, cluster } = currentRun();
    const down = await runBin(['local', 'down'], { env });
    expect(down.stderr).toContain('• The local cluster is stopped\n   • Its data stays in');
    expect([up, cluster].filter(identity => identity !== undefined && isAlive(identity))).toEqual([]);
    expect(existsSync(path.join(folder, 'home'))).toBe(true);
    await runBin(['local', 'down', '--purge'], { env });
    expect(existsSync(path.join(folder, 'home'))).toBe(false);
  });
});

function currentRun(): Run {
  const run = readRun(locateStateFolder(env));
  if (run === undefined) throw new Error('Nothing runs');
  return run;
}

async function until(what: string, condition: () => boolean): Promise<void> {
  const deadline = performance.now() + deadlineMilliseconds;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`Waited in vain until ${what}`);
    await sleep(20);
  }
}
