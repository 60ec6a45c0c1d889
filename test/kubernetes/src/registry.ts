import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { stringify } from 'yaml';
import { state } from './folders.ts';
import { insideNetwork, startInside } from './holder.ts';
import { pollUntil } from './poll-until.ts';

const askRegistry = "fetch('http://localhost:5000/v2/').catch(() => process.exit(1))";

/** Debian's docker-registry at localhost:5000 of the node: what a company has in its internal network. */
export async function startRegistry(): Promise<void> {
  const config = join(state, 'registry.yml');
  await writeFile(
    config,
    stringify({
      version: 0.1,
      log: { level: 'warn' },
      storage: { filesystem: { rootdirectory: join(state, 'registry') } },
      http: { addr: 'localhost:5000' },
    }),
  );
  startInside('docker-registry', ['docker-registry', 'serve', config]);
  await pollUntil('the registry answers', 20_000, () =>
    insideNetwork([process.execPath, '--eval', askRegistry]),
  );
}

/** The guide's `docker save | gzip`, `docker load`, `docker tag`, `docker push`, with podman. */
export async function deliverImage(tag: string, internalTag: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'delivery-'));
  try {
    const archive = join(folder, 'image.tar');
    await execa('podman', ['save', '--output', archive, tag]);
    await execa('gzip', ['--fast', archive]);
    // docker loads the compressed file itself; podman 4.3 does not.
    await execa('gunzip', [`${archive}.gz`]);
    await execa('podman', ['load', '--input', archive]);
    await execa('podman', ['tag', tag, internalTag]);
    await insideNetwork(['podman', 'push', '--tls-verify=false', internalTag]);
  } finally {
    await rm(folder, { recursive: true });
  }
}
