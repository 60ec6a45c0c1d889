import { conflict, notFound } from '../../errors/api-error.ts';
import type { DeleteOptions } from '../../in-process/objects.ts';
import type { KubeObject, ObjectKey } from '../../objects/kube-object.ts';
import { fieldsOf } from '../../objects/object-fields.ts';
import { timestamp } from '../../objects/timestamp.ts';
import type { Write } from '../../storage/object-store.ts';
import type { VerbScope } from '../verb-scope.ts';
import type { WriteOptions } from '../write-options.ts';

export interface DeletionRequest extends DeleteOptions {
  key: ObjectKey;
  options: WriteOptions;
}

export interface Deletion {
  object: KubeObject;
  /** false while finalizers or a grace period keep the object */
  isGone: boolean;
}

export async function deleteObject(scope: VerbScope, request: DeletionRequest): Promise<Deletion> {
  const { resource, store, rules } = scope;
  let decided: Write = { kind: 'none' };
  let before: KubeObject | undefined;
  const stored = await store.transact(resource.storage, request.key, current => {
    if (!current) throw notFound({ ...resource, name: request.key.name });
    checkPreconditions(scope, request, current);
    before = current;
    decided = decide(scope, request, current);
    return request.options.dryRun ? { kind: 'none' } : decided;
  });
  const write = decided as Write;
  const object = stored ?? before;
  if (!object) throw notFound({ ...resource, name: request.key.name });
  const isGone = write.kind === 'delete';
  if (isGone && !request.options.dryRun) rules.afterDelete?.(object);
  return { object, isGone };
}

function checkPreconditions({ resource }: VerbScope, request: DeletionRequest, current: KubeObject): void {
  const { uid, resourceVersion } = request.preconditions ?? {};
  const subject = { group: resource.group, resource: resource.kind, name: request.key.name };
  if (uid !== undefined && uid !== current.metadata.uid)
    throw conflict(
      subject,
      `the UID in the precondition (${uid}) does not match the UID in record (${current.metadata.uid}). The object might have been deleted and then recreated`,
    );
  if (resourceVersion !== undefined && resourceVersion !== current.metadata.resourceVersion)
    throw conflict(
      subject,
      `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${current.metadata.resourceVersion}). The object might have been modified`,
    );
}

function decide(scope: VerbScope, request: DeletionRequest, current: KubeObject): Write {
  const graceSeconds = scope.rules.gracePeriodSeconds?.(current, request.gracePeriodSeconds) ?? 0;
  const finalizers = finalizersAfter(request.propagationPolicy, current);
  const isKept = finalizers.length > 0 || graceSeconds > 0 || pendingFinalizers(current).length > 0;
  if (!isKept) return { kind: 'delete', object: lastState(scope, current) };
  const { metadata } = current;
  const isShorter = graceSeconds < (metadata.deletionGracePeriodSeconds ?? Number.POSITIVE_INFINITY);
  const isFirst = metadata.deletionTimestamp === undefined;
  const hasSameFinalizers = finalizers.join() === (metadata.finalizers ?? []).join();
  if (!isFirst && !isShorter && hasSameFinalizers) return { kind: 'none' };
  const object: KubeObject = { ...current, metadata: { ...metadata } };
  if (isFirst || isShorter) {
    const started = isFirst ? scope.context.now.getTime() : deletionStart(metadata);
    object.metadata.deletionTimestamp = timestamp(new Date(started + graceSeconds * 1000));
    object.metadata.deletionGracePeriodSeconds = graceSeconds;
    if (isFirst && metadata.generation !== undefined) object.metadata.generation = metadata.generation + 1;
  }
  if (finalizers.length > 0) object.metadata.finalizers = finalizers;
  else delete object.metadata.finalizers;
  if (object.kind === 'Namespace') object.status = { ...fieldsOf(object.status), phase: 'Terminating' };
  return { kind: 'put', object };
}

/** The last state of an object of a kind with a grace period has deletionGracePeriodSeconds 0. */
function lastState({ rules, context }: VerbScope, current: KubeObject): KubeObject {
  if (!rules.gracePeriodSeconds) return current;
  const deletionTimestamp = current.metadata.deletionTimestamp ?? timestamp(context.now);
  return { ...current, metadata: { ...current.metadata, deletionTimestamp, deletionGracePeriodSeconds: 0 } };
}

function deletionStart(metadata: KubeObject['metadata']): number {
  return Date.parse(metadata.deletionTimestamp ?? '') - (metadata.deletionGracePeriodSeconds ?? 0) * 1000;
}

function finalizersAfter(policy: DeleteOptions['propagationPolicy'], current: KubeObject): string[] {
  const finalizers = current.metadata.finalizers ?? [];
  if (policy === undefined) return finalizers;
  const others = finalizers.filter(name => name !== 'foregroundDeletion' && name !== 'orphan');
  if (policy === 'Foreground') return [...others, 'foregroundDeletion'];
  return policy === 'Orphan' ? [...others, 'orphan'] : others;
}

/** Namespaces carry a second list, emptied through their finalize subresource. */
function pendingFinalizers(object: KubeObject): string[] {
  const inSpec = object.kind === 'Namespace' ? fieldsOf(object, 'spec').finalizers : undefined;
  return [...(object.metadata.finalizers ?? []), ...(Array.isArray(inSpec) ? inSpec : [])];
}

/** The last finalizer is gone and no grace period runs: the change that made it so is the end of the object. */
export function isReadyToGo(object: KubeObject): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds } = object.metadata;
  return (
    deletionTimestamp !== undefined &&
    (deletionGracePeriodSeconds ?? 0) === 0 &&
    pendingFinalizers(object).length === 0
  );
}
