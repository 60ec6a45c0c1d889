import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Where the condensed facts of the real kube-apiserver lie: beside the bundle when built, in the package's
 * fixtures when run from source.
 */
const folders = ['./fixtures/generated/', '../../fixtures/generated/'].map(relative =>
  fileURLToPath(new URL(relative, import.meta.url)),
);

export function readFacts(name: string): Buffer {
  const folder = folders.find(candidate => existsSync(`${candidate}resources.json`));
  if (!folder)
    throw new Error(`The Kubernetes API facts are not in ${folders.join(' or ')}; build the project again`);
  return readFileSync(folder + name);
}

export function parseFacts<T>(name: string): T {
  return JSON.parse(readFacts(name).toString('utf8')) as T;
}
