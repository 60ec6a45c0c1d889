import { existsSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type KubeClient, NotFoundError } from '@cartridge-on-kubernetes/kube';
import { resources } from '@cartridge-on-kubernetes/observe';
import { csvField } from '../csv-field.ts';
import { CliError } from '../errors.ts';
import { projectPath } from '../project-folder.ts';
import { guide } from './guide.ts';
import { HelmError, type RunHelm } from './helm.ts';
import { describeHelmFailure } from './helm-failure.ts';
import type { StateFolder } from './state-folder.ts';
import { hasUsersApplication, isDeployed, listPendingReleases } from './users-installation.ts';

export interface InstallCharts {
  client: KubeClient;
  helm: RunHelm;
  state: StateFolder;
  /** Absent: the guide's on the first start, and what is installed stays as it is later. */
  valuesFile: string | undefined;
  signal: AbortSignal;
}

/** Whether helm has anything to do. */
export function needsHelm(state: StateFolder, valuesFile: string | undefined): boolean {
  return valuesFile !== undefined || !existsSync(state.installedMarker);
}

/**
 * Installs both charts on the first start, but for what the user of a bare cluster has installed before. Later starts
 * find the releases in the cluster's state and leave them as the user has made them, unless values are given.
 */
export async function installCharts(options: InstallCharts): Promise<'installed' | 'upgraded' | 'kept'> {
  const { client, state, valuesFile } = options;
  if (!existsSync(state.installedMarker)) {
    const keeps = valuesFile === undefined && (await hasUsersApplication(client));
    if (!keeps) await installBoth(options, valuesFile ?? projectPath(guide.valuesFile));
    // Written last: a start that was cut short installs again.
    writeFileSync(state.installedMarker, `${JSON.stringify({ version: 1 })}\n`);
    return keeps ? 'kept' : 'installed';
  }
  if (valuesFile !== undefined) await installApplication(options, valuesFile);
  return 'upgraded';
}

async function installBoth(options: InstallCharts, valuesFile: string): Promise<void> {
  const operator = installOperator(options);
  // The application's kinds are enough to install it: its objects wait for the operator, not the other way round.
  await Promise.race([operator, waitForKinds(options)]);
  // Values that are refused must not cut the operator's release short.
  const outcomes = await Promise.allSettled([operator, installApplication(options, valuesFile)]);
  const failed = outcomes.find(outcome => outcome.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

async function installOperator(options: InstallCharts): Promise<void> {
  const release = guide.operatorRelease;
  if (await isDeployed(options.client, release)) return;
  await forgetInterruptedInstall(options, release);
  await upgradeOrInstall(options.helm, { release, chart: 'tarantool-operator', valuesFile: undefined });
}

async function installApplication(options: InstallCharts, valuesFile: string): Promise<void> {
  const release = guide.applicationRelease;
  await forgetInterruptedInstall(options, release);
  await upgradeOrInstall(options.helm, { release, chart: 'cartridge', valuesFile });
}

async function upgradeOrInstall(
  helm: RunHelm,
  { release, chart, valuesFile }: { release: string; chart: string; valuesFile: string | undefined },
): Promise<void> {
  const values = valuesFile === undefined ? [] : ['--values', csvField(valuesFile)];
  const place = ['--namespace', guide.namespace, '--create-namespace'];
  try {
    await helm('upgrade', '--install', release, projectPath('charts', chart), ...values, ...place);
  } catch (error) {
    if (!(error instanceof HelmError)) throw error;
    throw new CliError('HELM_FAILED', describeHelmFailure({ chart, valuesFile, said: error.message }), {
      cause: error,
    });
  }
}

/** All of them: helm reads the schemas once, and gives up at a kind that comes later. */
async function waitForKinds({ client, signal }: InstallCharts): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    try {
      const kinds = [resources.clusters, resources.roles, resources.templates];
      await Promise.all(
        kinds.map(kind => client.list(kind, { namespace: guide.namespace, limit: 1 }, { signal })),
      );
      return;
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error;
    }
    await sleep(25, undefined, { signal });
  }
}

/** A helm that was killed leaves its release pending, and every later helm refuses to touch it. */
async function forgetInterruptedInstall({ client }: InstallCharts, release: string): Promise<void> {
  for (const name of await listPendingReleases(client, release)) {
    await client.delete(resources.secrets, { namespace: guide.namespace, name });
  }
}
