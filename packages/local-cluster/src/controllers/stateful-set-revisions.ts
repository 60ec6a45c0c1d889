import type { ControllerRevision, StatefulSet } from 'kubernetes-types/apps/v1';
import type { PodTemplateSpec } from 'kubernetes-types/core/v1';
import { controllerRevisions, pods } from '../in-process/kinds.ts';
import { keyOf, type Stored, type TypedObjects } from '../in-process/typed-objects.ts';
import { canonicalJson } from '../objects/canonical-json.ts';
import { controllerReference, isControlledBy } from './ownership.ts';
import { revisionLabel, revisionOf } from './stateful-set-pod.ts';
import { hashTemplate } from './template-hash.ts';

interface SetRevision {
  name: string;
  object: Stored<ControllerRevision>;
}

export interface SetRevisions {
  current: SetRevision;
  update: SetRevision;
}

const defaultHistoryLimit = 10;

/** Finds or records the revision of the set's present template, and deletes revisions that no pod uses. */
export async function observeRevisions(
  objects: TypedObjects,
  set: Stored<StatefulSet>,
): Promise<SetRevisions> {
  const known = objects
    .list(controllerRevisions, { namespace: set.metadata.namespace })
    .filter(revision => isControlledBy(revision, set))
    .sort((a, b) => a.revision - b.revision);
  const update = await ensureRevision(objects, set, known);
  const current = known.find(revision => revision.metadata.name === set.status?.currentRevision) ?? update;
  await dropHistory(objects, set, known, [current, update]);
  return {
    current: { name: current.metadata.name, object: current },
    update: { name: update.metadata.name, object: update },
  };
}

export function templateOfRevision(revision: Stored<ControllerRevision>): PodTemplateSpec | undefined {
  const data = revision.data as { spec?: { template?: PodTemplateSpec & { $patch?: string } } } | undefined;
  const { $patch: _, ...template } = data?.spec?.template ?? {};
  return data?.spec?.template && template;
}

async function ensureRevision(
  objects: TypedObjects,
  set: Stored<StatefulSet>,
  known: Stored<ControllerRevision>[],
): Promise<Stored<ControllerRevision>> {
  const data = { spec: { template: { ...set.spec?.template, $patch: 'replace' } } };
  const text = canonicalJson(data);
  const newest = known.at(-1);
  const equal = known.find(revision => canonicalJson(revision.data) === text);
  const revision = (newest?.revision ?? 0) + 1;
  if (equal && equal === newest) return equal;
  if (equal) return objects.mergePatch(controllerRevisions, keyOf(equal), { revision });
  const hash = hashTemplate(data, set.status?.collisionCount ?? 0);
  return objects.create(controllerRevisions, {
    metadata: {
      name: `${set.metadata.name}-${hash}`,
      namespace: set.metadata.namespace,
      labels: { ...set.spec?.template.metadata?.labels, 'controller.kubernetes.io/hash': hash },
      ownerReferences: [controllerReference(set)],
    },
    data: data as unknown as ControllerRevision['data'],
    revision,
  });
}

async function dropHistory(
  objects: TypedObjects,
  set: Stored<StatefulSet>,
  known: Stored<ControllerRevision>[],
  kept: Stored<ControllerRevision>[],
): Promise<void> {
  const limit = set.spec?.revisionHistoryLimit ?? defaultHistoryLimit;
  if (known.length <= limit) return;
  const inUse = new Set(kept.map(revision => revision.metadata.name));
  for (const pod of objects.list(pods, { namespace: set.metadata.namespace })) {
    if (isControlledBy(pod, set)) inUse.add(revisionOf(pod) ?? revisionLabel);
  }
  const unused = known.filter(revision => !inUse.has(revision.metadata.name));
  for (const revision of unused.slice(0, Math.max(0, unused.length - limit))) {
    await objects.delete(controllerRevisions, keyOf(revision));
  }
}
