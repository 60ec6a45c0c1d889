import type { StatefulSet } from 'kubernetes-types/apps/v1';
import type { PersistentVolumeClaim, Pod } from 'kubernetes-types/core/v1';
import type { EventRecorder } from '../events/event-recorder.ts';
import { persistentVolumeClaims, statefulSets } from '../in-process/kinds.ts';
import { keyOf, type Stored, type TypedObjects } from '../in-process/typed-objects.ts';
import type { OwnerReference } from '../objects/kube-object.ts';
import { claimNameOf, ordinalOf } from './stateful-set-pod.ts';

/** Creates the claims of one pod; existing ones, for example of an earlier pod of that name, are used again. */
export async function ensureClaims(options: {
  objects: TypedObjects;
  set: Stored<StatefulSet>;
  ordinal: number;
  recorder: EventRecorder;
}): Promise<void> {
  const { objects, set, ordinal, recorder } = options;
  for (const template of set.spec?.volumeClaimTemplates ?? []) {
    const templateName = template.metadata?.name ?? '';
    const name = claimNameOf({ template: templateName, set: set.metadata.name, ordinal });
    if (objects.read(persistentVolumeClaims, { namespace: set.metadata.namespace, name })) continue;
    await objects.create(persistentVolumeClaims, {
      metadata: {
        name,
        namespace: set.metadata.namespace,
        labels: { ...template.metadata?.labels, ...set.spec?.selector.matchLabels },
        annotations: template.metadata?.annotations,
      },
      spec: template.spec,
    });
    const message = `create Claim ${name} Pod ${set.metadata.name}-${ordinal} in StatefulSet ${set.metadata.name} success`;
    recorder.record(set, { type: 'Normal', reason: 'SuccessfulCreate', message });
  }
}

/** persistentVolumeClaimRetentionPolicy: claims to be deleted with the set or the pod get that owner. */
export async function applyClaimRetention(
  objects: TypedObjects,
  set: Stored<StatefulSet>,
  owned: Stored<Pod>[],
): Promise<void> {
  const policy = set.spec?.persistentVolumeClaimRetentionPolicy;
  if (!policy || (policy.whenDeleted !== 'Delete' && policy.whenScaled !== 'Delete')) return;
  const end = (set.spec?.ordinals?.start ?? 0) + (set.spec?.replicas ?? 1);
  for (const pod of owned) {
    const ordinal = ordinalOf(set, pod);
    if (ordinal === undefined) continue;
    const surplus = ordinal >= end;
    const owner = surplus && policy.whenScaled === 'Delete' ? referenceTo(pod) : undefined;
    const setOwner = !surplus && policy.whenDeleted === 'Delete' ? referenceTo(set) : undefined;
    for (const claim of claimsOf(objects, set, ordinal)) await setOwnerOf(objects, claim, owner ?? setOwner);
  }
}

function claimsOf(
  objects: TypedObjects,
  set: Stored<StatefulSet>,
  ordinal: number,
): Stored<PersistentVolumeClaim>[] {
  return (set.spec?.volumeClaimTemplates ?? []).flatMap(template => {
    const name = claimNameOf({ template: template.metadata?.name ?? '', set: set.metadata.name, ordinal });
    return objects.read(persistentVolumeClaims, { namespace: set.metadata.namespace, name }) ?? [];
  });
}

async function setOwnerOf(
  objects: TypedObjects,
  claim: Stored<PersistentVolumeClaim>,
  owner: OwnerReference | undefined,
): Promise<void> {
  const wanted = owner ? [owner] : [];
  const present = claim.metadata.ownerReferences ?? [];
  if (present.length === wanted.length && present[0]?.uid === owner?.uid) return;
  await objects.mergePatch(persistentVolumeClaims, keyOf(claim), { metadata: { ownerReferences: wanted } });
}

function referenceTo(object: {
  apiVersion: string;
  kind: string;
  metadata: { name: string; uid: string };
}): OwnerReference {
  const { apiVersion, kind } = object.kind === statefulSets.kind ? statefulSets : object;
  return { apiVersion, kind, name: object.metadata.name, uid: object.metadata.uid };
}
