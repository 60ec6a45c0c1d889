import { basename, join } from 'node:path';
import type { PersistentVolume } from 'kubernetes-types/core/v1';
import type { Stored } from '../in-process/typed-objects.ts';

/** The provisioner of the class `standard`: a volume is a folder below the state folder. */
export const folderProvisioner = 'cartridge.local/folder';

/**
 * The folder of a volume that this cluster made; undefined for a volume that a person made. The object tells
 * the whole path, for people; what holds is its last part, so that a state folder may be moved or copied.
 */
export function provisionedFolder(
  volume: Stored<PersistentVolume>,
  volumesFolder: string,
): string | undefined {
  const path = volume.spec?.hostPath?.path;
  if (volume.metadata.annotations?.['pv.kubernetes.io/provisioned-by'] !== folderProvisioner || !path)
    return undefined;
  return join(volumesFolder, basename(path));
}
