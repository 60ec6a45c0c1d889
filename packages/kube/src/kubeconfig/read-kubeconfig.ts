import { readFile } from 'node:fs/promises';
import { delimiter, dirname, join, resolve } from 'node:path';
import { KubeconfigError } from '../errors.ts';
import type { Kubeconfig, Located, MergedKubeconfig } from './kubeconfig.ts';

export interface KubeconfigPlace {
  /** one file, which must exist; wins over the environment */
  file?: string | undefined;
  environment: Readonly<Record<string, string | undefined>>;
  homeFolder: string;
}

/** Reads and merges what KUBECONFIG lists (missing files are skipped), or ~/.kube/config. */
export async function readKubeconfig(place: KubeconfigPlace): Promise<MergedKubeconfig> {
  const files = kubeconfigFiles(place);
  const merged: MergedKubeconfig = {
    currentContext: undefined,
    clusters: new Map(),
    users: new Map(),
    contexts: new Map(),
    files: [],
  };
  for (const file of files) {
    const text = await readIfPresent(file);
    if (text !== undefined) merge(merged, await parseKubeconfig(text, file), file);
  }
  if (merged.files.length === 0) {
    throw new KubeconfigError(
      `No kubeconfig: ${files.join(', ')} cannot be found. Set KUBECONFIG or name a file.`,
    );
  }
  return merged;
}

function kubeconfigFiles({ file, environment, homeFolder }: KubeconfigPlace): string[] {
  if (file !== undefined) return [resolve(file)];
  const listed = (environment.KUBECONFIG ?? '').split(delimiter).filter(entry => entry !== '');
  return listed.length > 0 ? listed.map(entry => resolve(entry)) : [join(homeFolder, '.kube', 'config')];
}

async function readIfPresent(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new KubeconfigError(`Cannot read kubeconfig ${file}: ${(cause as Error).message}`, { cause });
  }
}

/** YAML is loaded when there is a file to read: a pod never has one. */
async function parseKubeconfig(text: string, file: string): Promise<Kubeconfig> {
  const { parse } = await import('yaml');
  let parsed: unknown;
  try {
    parsed = parse(text);
  } catch (cause) {
    throw new KubeconfigError(`Kubeconfig ${file} is not valid YAML: ${(cause as Error).message}`, { cause });
  }
  if (parsed === null || parsed === undefined) return {};
  if (typeof parsed !== 'object' || Array.isArray(parsed)) {
    throw new KubeconfigError(`Kubeconfig ${file} is not a map of clusters, users and contexts`);
  }
  return parsed as Kubeconfig;
}

function merge(into: MergedKubeconfig, config: Kubeconfig, file: string): void {
  const folder = dirname(file);
  into.files.push(file);
  if (into.currentContext === undefined && config['current-context']) {
    into.currentContext = config['current-context'];
  }
  for (const { name, cluster } of config.clusters ?? []) keepFirst(into.clusters, name, cluster);
  for (const { name, user } of config.users ?? []) keepFirst(into.users, name, user);
  for (const { name, context } of config.contexts ?? []) keepFirst(into.contexts, name, context);

  function keepFirst<T>(entries: Map<string, Located<T>>, name: string, value: T | undefined): void {
    if (value !== undefined && value !== null && !entries.has(name))
      entries.set(name, { value, folder, file });
  }
}
