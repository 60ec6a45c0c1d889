import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { inBackground } from '@cartridge-on-kubernetes/process';
import type { ProjectedVolumeSource, Volume } from 'kubernetes-types/core/v1';
import type { PodFacts } from '../downward-api/field-reference.ts';
import { persistentVolumeClaims, persistentVolumes } from '../in-process/kinds.ts';
import type { TypedObjects } from '../in-process/typed-objects.ts';
import { downwardFiles } from './downward-files.ts';
import { keyFiles } from './key-files.ts';
import { provisionedFolder } from './provisioned-folder.ts';
import { ServiceAccountTokens, type TokenIssuer } from './service-account-tokens.ts';
import { VolumeError } from './volume-error.ts';
import { type VolumeFile, writeVolumeFiles } from './volume-files.ts';

/** The volumes of one pod: host folders filled as the specification says and kept up to date. */
export class PodVolumes {
  readonly #objects: TypedObjects;
  readonly #folder: string;
  readonly #volumesFolder: string;
  readonly #tokens: ServiceAccountTokens;
  #facts: PodFacts;
  /** What is being written into the folders; they are removed after it. */
  #writing: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(options: {
    objects: TypedObjects;
    /** of this pod's own volumes */
    folder: string;
    /** of all persistent volumes */
    volumesFolder: string;
    facts: PodFacts;
    issueToken: TokenIssuer;
    /** called when a renewed token cannot be written; the next `refresh` writes it */
    onRefreshFailure: (error: Error) => void;
  }) {
    this.#objects = options.objects;
    this.#folder = options.folder;
    this.#volumesFolder = options.volumesFolder;
    this.#facts = options.facts;
    this.#tokens = new ServiceAccountTokens({
      issueToken: options.issueToken,
      onExpiry: () => inBackground(this.refresh(), options.onRefreshFailure),
    });
  }

  /** Prepares all volumes: volume name → host folder. Throws VolumeError naming the volume that is not there yet. */
  async mount(): Promise<Map<string, string>> {
    const mounted = new Map<string, string>();
    for (const volume of this.#facts.pod.spec?.volumes ?? []) {
      try {
        mounted.set(volume.name, await this.#mountOne(volume));
      } catch (error) {
        if (!(error instanceof VolumeError)) throw error;
        throw new VolumeError(`MountVolume.SetUp failed for volume "${volume.name}" : ${error.message}`);
      }
    }
    return mounted;
  }

  /** Writes changed ConfigMaps, Secrets, labels and tokens into the folders, after what is being written now. */
  refresh(facts: PodFacts = this.#facts): Promise<void> {
    this.#facts = facts;
    const written = this.#writing.then(() => this.#writeChanges());
    // The caller gets the error; the next writing only waits for the end of this one.
    this.#writing = written.catch(() => {});
    return written;
  }

  async remove(): Promise<void> {
    this.close();
    await this.#writing;
    await rm(this.#folder, { recursive: true, force: true });
  }

  close(): void {
    this.#isClosed = true;
    this.#tokens.close();
  }

  async #writeChanges(): Promise<void> {
    for (const volume of this.#facts.pod.spec?.volumes ?? []) {
      const files = await this.#filesOf(volume).catch(() => undefined);
      if (this.#isClosed) return;
      if (files) await writeVolumeFiles(this.#ownFolder(volume), files);
    }
  }

  async #mountOne(volume: Volume): Promise<string> {
    if (volume.persistentVolumeClaim) return this.#mountClaim(volume.persistentVolumeClaim.claimName);
    if (volume.hostPath) return volume.hostPath.path;
    const files = await this.#filesOf(volume);
    if (files) await writeVolumeFiles(this.#ownFolder(volume), files);
    else if (volume.emptyDir) await mkdir(this.#ownFolder(volume), { recursive: true });
    else {
      const kind = Object.keys(volume).find(key => key !== 'name');
      throw new VolumeError(`volumes of the kind ${kind} are not offered by the local cluster`);
    }
    return this.#ownFolder(volume);
  }

  async #mountClaim(name: string): Promise<string> {
    const namespace = this.#facts.pod.metadata.namespace;
    const claim = this.#objects.read(persistentVolumeClaims, { namespace, name });
    if (!claim) throw new VolumeError(`persistentvolumeclaim "${name}" not found`);
    const volumeName = claim.spec?.volumeName ?? '';
    const volume = this.#objects.read(persistentVolumes, { name: volumeName });
    const path = volume && (provisionedFolder(volume, this.#volumesFolder) ?? volume.spec?.hostPath?.path);
    if (claim.status?.phase !== 'Bound' || !path)
      throw new VolumeError(`persistentvolumeclaim "${name}" is not bound`);
    await mkdir(path, { recursive: true, mode: 0o700 });
    return path;
  }

  async #filesOf(volume: Volume): Promise<Map<string, VolumeFile> | undefined> {
    const namespace = this.#facts.pod.metadata.namespace;
    if (volume.configMap) {
      return keyFiles(this.#objects, {
        kind: 'configmap',
        namespace,
        ...volume.configMap,
        name: volume.configMap.name ?? '',
      });
    }
    if (volume.secret) {
      return keyFiles(this.#objects, {
        kind: 'secret',
        namespace,
        ...volume.secret,
        name: volume.secret.secretName ?? '',
      });
    }
    if (volume.downwardAPI) {
      return downwardFiles(this.#facts, volume.downwardAPI.items ?? [], volume.downwardAPI.defaultMode);
    }
    return volume.projected ? this.#projectedFiles(volume.projected) : undefined;
  }

  async #projectedFiles(projected: ProjectedVolumeSource): Promise<Map<string, VolumeFile>> {
    const namespace = this.#facts.pod.metadata.namespace;
    const { defaultMode } = projected;
    const files = new Map<string, VolumeFile>();
    for (const source of projected.sources ?? []) {
      const found = source.configMap
        ? keyFiles(this.#objects, {
            kind: 'configmap',
            namespace,
            defaultMode,
            ...source.configMap,
            name: source.configMap.name ?? '',
          })
        : source.secret
          ? keyFiles(this.#objects, {
              kind: 'secret',
              namespace,
              defaultMode,
              ...source.secret,
              name: source.secret.name ?? '',
            })
          : source.downwardAPI
            ? downwardFiles(this.#facts, source.downwardAPI.items ?? [], defaultMode)
            : new Map<string, VolumeFile>();
      for (const [path, file] of found) files.set(path, file);
      if (source.serviceAccountToken) {
        const token = await this.#tokens.get(this.#facts.pod, source.serviceAccountToken);
        files.set(source.serviceAccountToken.path, {
          content: Buffer.from(token),
          mode: defaultMode ?? 0o600,
        });
      }
    }
    return files;
  }

  #ownFolder(volume: Volume): string {
    return join(this.#folder, volume.name);
  }
}
