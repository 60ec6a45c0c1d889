// Packages the charts and serves them as a helm repository until it is interrupted.
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { extractBundledTool } from '@cartridge-on-kubernetes/cli';
import { packageCharts } from './charts/package-charts.ts';
import { serveFolder } from './charts/serve-folder.ts';

const { values } = parseArgs({ options: { port: { type: 'string', default: '8879' } } });

const folder = await mkdtemp(join(tmpdir(), 'charts-'));
try {
  await packageCharts({ helm: await extractBundledTool('helm'), folder });
  await using served = await serveFolder({ folder, port: Number(values.port) });
  console.log(`helm repo add tarantool ${served.url}`);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
} catch (error) {
  if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
  console.error(`Port ${values.port} is taken by another program: choose one with \`-- --port\``);
  process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true });
}
