import type { KeyToPath } from 'kubernetes-types/core/v1';
import { configMaps, secrets } from '../in-process/kinds.ts';
import type { TypedObjects } from '../in-process/typed-objects.ts';
import { VolumeError } from './volume-error.ts';
import { defaultFileMode, type VolumeFile } from './volume-files.ts';

export interface KeySource {
  kind: 'configmap' | 'secret';
  namespace: string | undefined;
  name: string;
  items?: KeyToPath[];
  optional?: boolean;
  defaultMode?: number;
}

/** The files a ConfigMap or Secret gives a volume. */
export function keyFiles(objects: TypedObjects, source: KeySource): Map<string, VolumeFile> {
  const values = readValues(objects, source);
  if (!values) {
    if (source.optional) return new Map();
    throw new VolumeError(`${source.kind} "${source.name}" not found`);
  }
  const items = source.items ?? [...values.keys()].map(key => ({ key, path: key, mode: undefined }));
  const files = new Map<string, VolumeFile>();
  for (const item of items) {
    const content = values.get(item.key);
    if (content) {
      files.set(item.path, { content, mode: item.mode ?? source.defaultMode ?? defaultFileMode });
    } else if (!source.optional) {
      throw new VolumeError(
        `references non-existent ${source.kind === 'secret' ? 'secret' : 'config'} key: ${item.key}`,
      );
    }
  }
  return files;
}

function readValues(objects: TypedObjects, source: KeySource): Map<string, Buffer> | undefined {
  const key = { namespace: source.namespace, name: source.name };
  if (source.kind === 'secret') {
    const secret = objects.read(secrets, key);
    return secret && decodeAll(secret.data);
  }
  const configMap = objects.read(configMaps, key);
  if (!configMap) return undefined;
  const texts = Object.entries(configMap.data ?? {}).map(
    ([name, text]) => [name, Buffer.from(text)] as const,
  );
  return new Map([...texts, ...decodeAll(configMap.binaryData)]);
}

function decodeAll(data: Record<string, string> | undefined): Map<string, Buffer> {
  return new Map(Object.entries(data ?? {}).map(([name, text]) => [name, Buffer.from(text, 'base64')]));
}
