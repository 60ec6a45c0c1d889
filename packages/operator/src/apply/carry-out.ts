import type { KubernetesObject, Pod } from '@cartridge-on-kubernetes/api';
import type { AdminClient } from '@cartridge-on-kubernetes/cartridge';
import { AlreadyExistsError, type KubeClient } from '@cartridge-on-kubernetes/kube';
import { type AdminClients, type Caches, cacheFor, resourceOf } from '@cartridge-on-kubernetes/observe';
import type {
  Action,
  ActionOnCartridge,
  CreateObject,
  DeletePod,
  PatchObject,
  SetFailover,
} from '@cartridge-on-kubernetes/planner';
import { failoverEdit } from './failover-edit.ts';
import { introduce } from './introduce.ts';

export interface Applier {
  client: KubeClient;
  caches: Caches;
  adminClients: AdminClients;
}

const objectDeadlineSeconds = 15;

/** The pod to be asked was replaced by another pod of its name, which may know nothing of the cluster. */
export class AskedPodReplacedError extends Error {
  override readonly name = 'AskedPodReplacedError';
}

/** The one place where anything is changed. Resolves when the action is done; throws the error of the failed call. */
export async function carryOut(applier: Applier, action: Action, signal: AbortSignal): Promise<void> {
  switch (action.kind) {
    case 'create_object':
      return createObject(applier, action);
    case 'patch_object':
      return patchObject(applier, action);
    case 'delete_pod':
      return deletePod(applier, action);
    case 'edit_topology':
      await introduce(action, asked => instance(applier, asked), signal);
      await instance(applier, action).editTopology(action.edit, { signal });
      return;
    case 'bootstrap_vshard':
      return instance(applier, action).bootstrapVshard({ signal });
    case 'set_failover':
      return setFailover(applier, action, signal);
    case 'reapply_config':
      await introduce(action, asked => instance(applier, asked), signal);
      return instance(applier, action).forceReapplyConfig(action.uuids, { signal });
    case 'restart_replication':
      return instance(applier, action).restartReplication([action.uuid], { signal });
    case 'probe_instance':
      return instance(applier, action).probeInstance(action.uri, { signal });
  }
}

async function createObject({ client, caches }: Applier, { object }: CreateObject): Promise<void> {
  const resource = resourceOf(object);
  try {
    const created = await client.create(resource, object, { deadlineSeconds: objectDeadlineSeconds });
    assume(caches, created, object.kind);
  } catch (error) {
    // The cache lags behind: the next pass sees the existing object.
    if (!(error instanceof AlreadyExistsError)) throw error;
  }
}

async function patchObject({ client, caches }: Applier, { target, patch }: PatchObject): Promise<void> {
  const { namespace, name, uid } = target;
  // The uid is immutable, so the server refuses the patch if the object was replaced by another of the same name.
  const body = uid === undefined ? patch : { ...patch, metadata: { ...metadataOf(patch), uid } };
  const patched = await client.patch(
    resourceOf(target),
    { namespace, name },
    { kind: 'merge', body },
    { deadlineSeconds: objectDeadlineSeconds },
  );
  assume(caches, patched, target.kind);
}

/** The server refuses the deletion if the pod has changed since it was seen: it may have started. */
function deletePod({ client }: Applier, { target, resourceVersion }: DeletePod): Promise<void> {
  const { namespace, name, uid } = target;
  return client.delete(
    resourceOf(target),
    { namespace, name },
    {
      preconditions: { resourceVersion, ...(uid === undefined ? {} : { uid }) },
      deadlineSeconds: objectDeadlineSeconds,
    },
  );
}

function metadataOf(patch: Readonly<Record<string, unknown>>): object {
  const { metadata } = patch;
  return typeof metadata === 'object' && metadata !== null ? metadata : {};
}

function assume(caches: Caches, object: KubernetesObject, kind: string): void {
  cacheFor(caches, kind)?.assume(object);
}

function instance(
  { caches, adminClients }: Applier,
  { about, via, viaUid }: Pick<ActionOnCartridge, 'about' | 'via' | 'viaUid'>,
): AdminClient {
  const key = `${about.namespace}/${via}`;
  const pod: Pod | undefined = caches.pods.get(key);
  if (pod !== undefined && viaUid !== undefined && pod.metadata.uid !== viaUid)
    throw new AskedPodReplacedError(`Pod ${key} was replaced by another pod of its name before it was asked`);
  const client = pod === undefined ? null : adminClients.of(pod);
  if (client === null)
    throw new Error(`Pod ${key} no longer exists or has no address, so it could not be asked`);
  return client;
}

async function setFailover(applier: Applier, action: SetFailover, signal: AbortSignal): Promise<void> {
  const edit = await failoverEdit(applier.client, action);
  await instance(applier, action).setFailoverParams(edit, { signal });
}
