import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pollUntil, repository } from '@cartridge-on-kubernetes/test-kit';
import { execa } from 'execa';
import { afterAll, expect, test } from 'vitest';
import { stateFolder } from './src/folders.ts';

const name = `killed-${process.pid}`;
const main = join(repository, 'test/kubernetes/src/main.ts');
const argumentsOf = (command: string) => ['--import', 'tsx', main, command, '--name', name];
const kubernetes = async (command: string) => (await execa(process.execPath, argumentsOf(command))).stdout;

afterAll(() => kubernetes('down'));

test('a cluster ends with the process that holds it, however that ends, and comes up again', async () => {
  const owner = await holdCluster();
  const namespace = pidNamespace(holderOf(name));
  expect(processesIn(namespace)).toEqual(
    expect.arrayContaining(['etcd', 'kube-apiserver', 'kubelet', 'containerd']),
  );
  owner.kill('SIGKILL');
  await pollUntil({ until: 'all of its processes are gone' }, async () => {
    expect(processesIn(namespace)).toEqual([]);
  });

  expect((await kubernetes('list')).split('\n')).not.toContain(name);
  expect(existsSync(stateFolder(name))).toBe(false);
  const groups = (await execa('find', ['/sys/fs/cgroup', '-name', `cartridge-real-cluster-${name}`])).stdout;
  expect(groups).toBe('');

  await holdCluster();
});

/** Starts a program that holds the cluster, gives it once that is up, and ends with this one. */
async function holdCluster(): Promise<ChildProcess> {
  const child = spawn(process.execPath, argumentsOf('hold'), { stdio: ['pipe', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout }))
    if (line.includes('is up after')) return child;
  throw new Error('It ended before the cluster was up');
}

function holderOf(cluster: string): string {
  return readFileSync(join(stateFolder(cluster), 'holder.pid'), 'utf8').split(' ')[0] ?? '';
}

function pidNamespace(pid: string): string {
  return readlinkSync(`/proc/${pid}/ns/pid`);
}

/** Names of the programs that run in a process namespace. */
function processesIn(namespace: string): string[] {
  return readdirSync('/proc')
    .filter(entry => /^\d+$/.test(entry))
    .flatMap(pid => {
      try {
        return pidNamespace(pid) === namespace ? [readFileSync(`/proc/${pid}/comm`, 'utf8').trim()] : [];
      } catch {
        // It has ended since it was listed.
        return [];
      }
    });
}
