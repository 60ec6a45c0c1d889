import { mkdir, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { PersistentVolume, PersistentVolumeClaim } from 'kubernetes-types/core/v1';
import { persistentVolumeClaims, persistentVolumes, pods, storageClasses } from '../in-process/kinds.ts';
import { keyOf, type Stored } from '../in-process/typed-objects.ts';
import type { ObjectKey } from '../objects/kube-object.ts';
import { quantityOf } from '../objects/quantity-of.ts';
import { folderProvisioner, provisionedFolder } from '../volumes/provisioned-folder.ts';
import type { ControllerContext, RunningController } from './controller-context.ts';
import { isFinished } from './pod-facts.ts';
import { startReconcileLoop } from './reconcile-loop.ts';

const inUseFinalizer = 'kubernetes.io/pvc-protection';
const boundFinalizer = 'kubernetes.io/pv-protection';

/** Binds claims to volumes, makes volumes for claims, lets claims grow, and cleans up after deleted claims. */
export function startVolumeClaimController(
  context: ControllerContext,
  options: { volumesFolder: string },
): RunningController {
  const { objects, log } = context;
  const worker = new ClaimWorker(context, options.volumesFolder);
  const claims = startReconcileLoop({
    name: 'volume-claim',
    log,
    reconcile: key => worker.reconcileClaim(key),
  });
  const volumes = startReconcileLoop({ name: 'volume', log, reconcile: key => worker.reconcileVolume(key) });
  const enqueueUnbound = (): void => {
    for (const claim of objects.list(persistentVolumeClaims)) {
      if (claim.status?.phase !== 'Bound') claims.enqueue(keyOf(claim));
    }
  };
  const stops = [
    objects.watch(persistentVolumeClaims, change => {
      claims.enqueue(keyOf(change.object));
      const volume = change.object.spec?.volumeName;
      if (volume && change.type === 'DELETED') volumes.enqueue({ name: volume });
    }),
    objects.watch(persistentVolumes, change => {
      volumes.enqueue(keyOf(change.object));
      if (change.object.status?.phase !== 'Bound') enqueueUnbound();
    }),
    objects.watch(storageClasses, enqueueUnbound),
    objects.watch(pods, change => {
      if (change.type !== 'DELETED' && !isFinished(change.object)) return;
      for (const volume of change.object.spec?.volumes ?? []) {
        const name = volume.persistentVolumeClaim?.claimName;
        if (name) claims.enqueue({ namespace: change.object.metadata.namespace, name });
      }
    }),
  ];
  return {
    stop: async () => {
      for (const stop of stops) stop();
      await Promise.all([claims.stop(), volumes.stop()]);
    },
  };
}

class ClaimWorker {
  readonly #context: ControllerContext;
  readonly #folder: string;
  readonly #recorder: ReturnType<ControllerContext['recorder']>;

  constructor(context: ControllerContext, folder: string) {
    this.#context = context;
    this.#folder = folder;
    this.#recorder = context.recorder('persistentvolume-controller');
  }

  async reconcileClaim(key: ObjectKey): Promise<undefined> {
    const { objects } = this.#context;
    const claim = objects.read(persistentVolumeClaims, key);
    if (!claim) return;
    if (claim.metadata.deletionTimestamp) return this.#releaseClaim(claim);
    if (!claim.metadata.finalizers?.includes(inUseFinalizer)) {
      const finalizers = [...(claim.metadata.finalizers ?? []), inUseFinalizer];
      await objects.mergePatch(persistentVolumeClaims, key, { metadata: { finalizers } });
    }
    if (claim.status?.phase === 'Bound') return this.#grow(claim);
    const volume = this.#findVolume(claim) ?? (await this.#provision(claim));
    if (volume) await this.#bind(claim, volume);
    else if (claim.status?.phase !== 'Pending') {
      await objects.patchStatus(persistentVolumeClaims, key, { phase: 'Pending' });
    }
  }

  async reconcileVolume(key: ObjectKey): Promise<undefined> {
    const { objects } = this.#context;
    const volume = objects.read(persistentVolumes, key);
    if (!volume) return;
    const reference = volume.spec?.claimRef;
    const claim =
      reference &&
      objects.read(persistentVolumeClaims, { namespace: reference.namespace, name: reference.name ?? '' });
    if (reference && claim?.metadata.uid !== reference.uid && reference.uid) return this.#reclaim(volume);
    if (volume.metadata.deletionTimestamp) return this.#dropFinalizer(volume);
    await this.#tellFolder(volume);
    if (!volume.status?.phase || volume.status.phase === 'Pending') {
      const phase = reference?.uid ? 'Bound' : 'Available';
      await objects.patchStatus(persistentVolumes, key, { phase });
    }
  }

  #findVolume(claim: Stored<PersistentVolumeClaim>): Stored<PersistentVolume> | undefined {
    const { name, namespace, uid } = claim.metadata;
    const wanted = quantityOf(claim.spec?.resources?.requests?.storage);
    const fitting = this.#context.objects.list(persistentVolumes).filter(volume => {
      const reference = volume.spec?.claimRef;
      if (reference?.uid === uid) return true;
      if (reference && (reference.uid || reference.name !== name || reference.namespace !== namespace))
        return false;
      if (volume.metadata.deletionTimestamp) return false;
      if (claim.spec?.volumeName) return volume.metadata.name === claim.spec.volumeName;
      const sameClass = (volume.spec?.storageClassName ?? '') === (claim.spec?.storageClassName ?? '');
      const modes = claim.spec?.accessModes ?? [];
      const hasModes = modes.every(mode => volume.spec?.accessModes?.includes(mode));
      return sameClass && hasModes && quantityOf(volume.spec?.capacity?.storage) >= wanted;
    });
    return fitting.find(volume => volume.spec?.claimRef?.uid === uid) ?? fitting[0];
  }

  async #provision(claim: Stored<PersistentVolumeClaim>): Promise<Stored<PersistentVolume> | undefined> {
    const { objects } = this.#context;
    const className = claim.spec?.storageClassName ?? '';
    const storageClass = className ? objects.read(storageClasses, { name: className }) : undefined;
    if (!storageClass) {
      const message = className
        ? `storageclass.storage.k8s.io "${className}" not found`
        : 'no persistent volumes available for this claim and no storage class is set';
      const reason = className ? 'ProvisioningFailed' : 'FailedBinding';
      this.#recorder.record(claim, { type: className ? 'Warning' : 'Normal', reason, message });
      return undefined;
    }
    if (storageClass.provisioner !== folderProvisioner) return undefined;
    const trouble = await this.#troubleWithSize(claim);
    if (trouble) {
      this.#recorder.record(claim, { type: 'Warning', reason: 'ProvisioningFailed', message: trouble });
      return undefined;
    }
    const name = `pvc-${claim.metadata.uid}`;
    const path = this.#pathOf(claim);
    await mkdir(path, { recursive: true, mode: 0o700 });
    const volume = await objects.create(persistentVolumes, {
      metadata: {
        name,
        finalizers: [boundFinalizer],
        annotations: { 'pv.kubernetes.io/provisioned-by': folderProvisioner },
      },
      spec: {
        accessModes: claim.spec?.accessModes,
        capacity: { storage: claim.spec?.resources?.requests?.storage ?? '0' },
        claimRef: referenceTo(claim),
        hostPath: { path, type: 'DirectoryOrCreate' },
        persistentVolumeReclaimPolicy: storageClass.reclaimPolicy ?? 'Delete',
        storageClassName: className,
        volumeMode: 'Filesystem',
      },
    });
    const message = `Successfully provisioned volume ${name}`;
    this.#recorder.record(claim, { type: 'Normal', reason: 'ProvisioningSucceeded', message });
    return volume;
  }

  /** A claim larger than the disk could never be served. */
  async #troubleWithSize(claim: Stored<PersistentVolumeClaim>): Promise<string | undefined> {
    await mkdir(this.#folder, { recursive: true });
    const disk = await statfs(this.#folder);
    const wanted = claim.spec?.resources?.requests?.storage;
    const diskBytes = disk.blocks * disk.bsize;
    if (quantityOf(wanted) <= diskBytes) return undefined;
    const gigabytes = (diskBytes / 2 ** 30).toFixed(1);
    return `the claim asks for ${wanted}, and the disk of this machine has ${gigabytes}Gi in all: ask for less (DiskSize in the values of the chart)`;
  }

  async #bind(claim: Stored<PersistentVolumeClaim>, volume: Stored<PersistentVolume>): Promise<undefined> {
    const { objects } = this.#context;
    const key = keyOf(claim);
    if (!volume.spec?.claimRef?.uid) {
      await objects.mergePatch(persistentVolumes, keyOf(volume), { spec: { claimRef: referenceTo(claim) } });
    }
    if (volume.status?.phase !== 'Bound') {
      await objects.patchStatus(persistentVolumes, keyOf(volume), { phase: 'Bound' });
    }
    const annotations = {
      'pv.kubernetes.io/bind-completed': 'yes',
      'pv.kubernetes.io/bound-by-controller': 'yes',
      'volume.kubernetes.io/storage-provisioner': folderProvisioner,
    };
    await objects.mergePatch(persistentVolumeClaims, key, {
      metadata: { annotations },
      spec: { volumeName: volume.metadata.name },
    });
    await objects.patchStatus(persistentVolumeClaims, key, {
      phase: 'Bound',
      accessModes: volume.spec?.accessModes,
      capacity: volume.spec?.capacity,
    });
  }

  async #grow(claim: Stored<PersistentVolumeClaim>): Promise<undefined> {
    const { objects } = this.#context;
    const wanted = claim.spec?.resources?.requests?.storage;
    if (!wanted || quantityOf(wanted) <= quantityOf(claim.status?.capacity?.storage)) return;
    const storageClass = objects.read(storageClasses, { name: claim.spec?.storageClassName ?? '' });
    if (storageClass?.allowVolumeExpansion !== true) return;
    const capacity = { storage: wanted };
    await objects.mergePatch(
      persistentVolumes,
      { name: claim.spec?.volumeName ?? '' },
      { spec: { capacity } },
    );
    await objects.patchStatus(persistentVolumeClaims, keyOf(claim), { capacity });
    const message = `Volume ${claim.spec?.volumeName} has now ${wanted}`;
    this.#recorder.record(claim, { type: 'Normal', reason: 'VolumeResizeSuccessful', message });
  }

  /** A deleted claim stays until no pod uses it. */
  async #releaseClaim(claim: Stored<PersistentVolumeClaim>): Promise<undefined> {
    const { objects } = this.#context;
    if (!claim.metadata.finalizers?.includes(inUseFinalizer)) return;
    const users = objects.list(pods, { namespace: claim.metadata.namespace }).filter(pod => {
      const uses = pod.spec?.volumes?.some(
        volume => volume.persistentVolumeClaim?.claimName === claim.metadata.name,
      );
      return uses && !isFinished(pod) && (pod.spec?.nodeName || !pod.metadata.deletionTimestamp);
    });
    if (users.length > 0) return;
    const finalizers = claim.metadata.finalizers.filter(name => name !== inUseFinalizer);
    await objects.mergePatch(persistentVolumeClaims, keyOf(claim), { metadata: { finalizers } });
  }

  async #reclaim(volume: Stored<PersistentVolume>): Promise<undefined> {
    const { objects } = this.#context;
    const folder = provisionedFolder(volume, this.#folder);
    if (volume.spec?.persistentVolumeReclaimPolicy === 'Delete' && folder) {
      await rm(folder, { recursive: true, force: true });
      if (!volume.metadata.deletionTimestamp) await objects.delete(persistentVolumes, keyOf(volume));
      const left = objects.read(persistentVolumes, keyOf(volume));
      return left && this.#dropFinalizer(left);
    }
    if (volume.metadata.deletionTimestamp) return this.#dropFinalizer(volume);
    if (volume.status?.phase !== 'Released') {
      await objects.patchStatus(persistentVolumes, keyOf(volume), { phase: 'Released' });
    }
  }

  /** Corrects the path in the volume's object: the state folder may have been moved. */
  async #tellFolder(volume: Stored<PersistentVolume>): Promise<void> {
    const path = provisionedFolder(volume, this.#folder);
    if (!path || path === volume.spec?.hostPath?.path) return;
    await this.#context.objects.mergePatch(persistentVolumes, keyOf(volume), {
      spec: { hostPath: { path } },
    });
  }

  async #dropFinalizer(volume: Stored<PersistentVolume>): Promise<undefined> {
    if (!volume.metadata.finalizers?.includes(boundFinalizer)) return;
    const finalizers = volume.metadata.finalizers.filter(name => name !== boundFinalizer);
    await this.#context.objects.mergePatch(persistentVolumes, keyOf(volume), { metadata: { finalizers } });
  }

  #pathOf(claim: Stored<PersistentVolumeClaim>): string {
    const { namespace, name, uid } = claim.metadata;
    return join(this.#folder, `${namespace}_${name}_${uid}`);
  }
}

function referenceTo(claim: Stored<PersistentVolumeClaim>): Record<string, string | undefined> {
  const { name, namespace, uid, resourceVersion } = claim.metadata;
  return { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name, namespace, uid, resourceVersion };
}
