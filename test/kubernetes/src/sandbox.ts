import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createControlGroups, removeControlGroups } from './control-groups.ts';
import { state, stateFolder } from './folders.ts';
import { endHolder, type Lifetime, runningHolder, startHolder } from './holder.ts';
import { closeImageStore } from './image-store.ts';
import { connectNetwork } from './network.ts';
import { pollUntil } from './poll-until.ts';
import { hideMachine } from './private-files.ts';

/** Written last, so that a start that was interrupted is not taken for a cluster. */
const completeFile = join(state, 'complete');

/**
 * The whole cluster lives in one network, mount and process namespace held by one process.
 * Ending that process ends every other one in it, and takes mounts, bridges and packet filters along:
 * nothing can be left behind on the machine but the state folder and the control groups, removed here.
 */
export async function openSandbox(lifetime: Lifetime): Promise<void> {
  await mkdir(join(state, 'logs'), { recursive: true });
  const holder = await startHolder(lifetime);
  await createControlGroups();
  await connectNetwork(holder);
  await hideMachine();
}

export async function markComplete(): Promise<void> {
  await writeFile(completeFile, '');
}

export function isComplete(): boolean {
  return runningHolder() !== undefined && existsSync(completeFile);
}

/** The last line of every log: where a start that failed says why. */
export async function lastWords(): Promise<string> {
  const folder = join(state, 'logs');
  const lines = (await readdir(folder)).map(file => {
    const last = readFileSync(join(folder, file), 'utf8').trimEnd().split('\n').at(-1);
    return `${file}: ${last}`;
  });
  return lines.join('\n');
}

/** Ends what runs of a cluster and removes what is left of it. */
export async function closeSandbox(name: string): Promise<void> {
  const folder = stateFolder(name);
  await endHolder(folder);
  await removeControlGroups(name);
  await closeImageStore(name);
  // Folders of the cluster's that were mounted are busy until its last process has left.
  await pollUntil('the state folder is gone', 20_000, () =>
    rm(folder, { recursive: true, force: true }).then(
      () => true,
      () => undefined,
    ),
  );
}
