import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { noticesName } from './third-party.ts';

const programInImage = '/usr/lib/tarantool-operator/main.mjs';
const noticesInImage = `/usr/share/doc/tarantool-operator/${noticesName}`;

/** Writes the operator's OCI image: one layer with the bundle, started with node by an unprivileged user. */
export async function writeOperatorImage(options: {
  /** the built program and what others ask to be said of theirs */
  folder: string;
  archive: string;
  tag: string;
}): Promise<void> {
  const { openImageStore } = await import('@cartridge-on-kubernetes/local-cluster');
  const read = (file: string) => readFileSync(path.join(options.folder, file));
  const folder = mkdtempSync(path.join(tmpdir(), 'operator-image-'));
  try {
    const store = openImageStore(folder);
    await store.buildImage({
      config: { Entrypoint: ['node', programInImage], User: '65532:65532' },
      layers: [
        {
          kind: 'files',
          files: [
            { path: programInImage, content: read('main.mjs') },
            { path: noticesInImage, content: read(noticesName) },
          ],
        },
      ],
      tags: [options.tag],
    });
    mkdirSync(path.dirname(options.archive), { recursive: true });
    await store.export([options.tag], options.archive);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
