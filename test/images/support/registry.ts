import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pollUntil } from '@cartridge-on-kubernetes/test-kit';
import { execa } from 'execa';

export interface Registry extends AsyncDisposable {
  /** `localhost:PORT` */
  host: string;
}

export async function hasRegistry(): Promise<boolean> {
  return (await execa('docker-registry', ['--version'], { reject: false })).exitCode === 0;
}

/** Debian's docker-registry, empty, without TLS. */
export async function startRegistry(): Promise<Registry> {
  const folder = await mkdtemp(join(tmpdir(), 'registry-test-'));
  const host = `localhost:${await findFreePort()}`;
  const config = join(folder, 'config.json');
  // JSON is YAML.
  const storage = { filesystem: { rootdirectory: join(folder, 'data') } };
  await writeFile(config, JSON.stringify({ version: 0.1, storage, http: { addr: host } }));
  const child = execa('docker-registry', ['serve', config], { reject: false });
  await pollUntil({ until: 'the registry answers' }, () => fetch(`http://${host}/v2/`));
  return {
    host,
    async [Symbol.asyncDispose]() {
      child.kill();
      await child;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, 'localhost', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
