// Packages the charts and serves them as a helm repository until it is interrupted.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { extractBundledTool } from '@cartridge/cli';
import { packageCharts } from './charts/package-charts.ts';
import { serveFolder } from './charts/serve-folder.ts';

const { values } = parseArgs({ options: { port: { type: 'string', default: '8879' } } });

const folder = await mkdtemp(join(tmpdir(), 'charts-'));
await packageCharts({ helm: await extractBundledTool('helm'), folder });
const served = await serveFolder({ folder, port: Number(values.port) });
console.log(`helm repo add tarantool ${served.url}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    await served[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });
}
