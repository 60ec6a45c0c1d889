import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import {
  type BareApi,
  startBareApi,
  startOperatorContainer,
  untilOperatorReady,
} from '../images/operator-container.ts';
import { formatMegabytes, formatSeconds, type Measurement, median } from './measurement.ts';
import { residentBytes } from './process-memory.ts';

const runs = 5;
const restMilliseconds = 10_000;

/** What the operator's image weighs, and how soon a container of it serves; started by podman as Kubernetes would. */
export async function measureImage(image: string, base: string): Promise<Measurement[]> {
  const folder = await mkdtemp(join(tmpdir(), 'image-bench-'));
  try {
    await using api = await startBareApi(folder);
    const starts: Start[] = [];
    for (let run = 0; run < runs; run++) starts.push(await startOnce(image, api, { rest: run === 0 }));
    return [await measureSize(image, base), ...describeStarts(starts)];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureSize(image: string, base: string): Promise<Measurement> {
  const size = async (name: string) =>
    Number((await execa('podman', ['image', 'inspect', '--format', '{{.Size}}', name])).stdout);
  const total = await size(image);
  return {
    what: 'operator image',
    value: formatMegabytes(total),
    goal: 'its base and little more',
    how: `unpacked; ${formatMegabytes(total - (await size(base)))} of it is not ${base}`,
  };
}

interface Start {
  readyMilliseconds: number;
  restBytes: number | undefined;
}

/** With `rest` it is left alone for a while and then weighed. */
async function startOnce(image: string, api: BareApi, { rest }: { rest: boolean }): Promise<Start> {
  await using container = await startOperatorContainer(image, api);
  await untilOperatorReady(container);
  const ready = Date.now();
  if (rest) await sleep(restMilliseconds);
  return {
    readyMilliseconds: ready - container.startedAt,
    restBytes: rest ? residentBytes(container.pid) : undefined,
  };
}

function describeStarts(starts: Start[]): Measurement[] {
  const rest = starts.find(start => start.restBytes !== undefined)?.restBytes;
  return [
    {
      what: 'operator container: started → /readyz',
      value: formatSeconds(median(starts.map(start => start.readyMilliseconds))),
      goal: '< 2 s',
      how: `median of ${runs} starts by podman, read-only, as the image's user`,
    },
    {
      what: 'operator container: memory at rest',
      value: rest === undefined ? '-' : formatMegabytes(rest),
      goal: '< 80 MB; Go operator 0.0.10: 40 MB',
      how: `resident, ${restMilliseconds / 1000} s after it was ready, with no Cluster to look after`,
    },
  ];
}
