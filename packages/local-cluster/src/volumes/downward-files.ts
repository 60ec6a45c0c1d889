import type { DownwardAPIVolumeFile } from 'kubernetes-types/core/v1';
import { type PodFacts, readField, readResource } from '../downward-api/field-reference.ts';
import { VolumeError } from './volume-error.ts';
import { defaultFileMode, type VolumeFile } from './volume-files.ts';

/** The files of a downward API volume. */
export function downwardFiles(
  facts: PodFacts,
  items: DownwardAPIVolumeFile[],
  defaultMode = defaultFileMode,
): Map<string, VolumeFile> {
  return new Map(
    items.map(item => {
      const content = Buffer.from(readItem(facts, item));
      return [item.path, { content, mode: item.mode ?? defaultMode }];
    }),
  );
}

function readItem(facts: PodFacts, item: DownwardAPIVolumeFile): string {
  if (item.fieldRef) {
    const value = readField(facts, item.fieldRef);
    if (value === undefined) throw new VolumeError(`unsupported fieldPath: ${item.fieldRef.fieldPath}`);
    return value;
  }
  const reference = item.resourceFieldRef;
  const container = facts.pod.spec?.containers.find(found => found.name === reference?.containerName);
  if (!reference || !container)
    throw new VolumeError(`no container for "${item.path}" of the downward API volume`);
  return readResource(facts, container, reference);
}
