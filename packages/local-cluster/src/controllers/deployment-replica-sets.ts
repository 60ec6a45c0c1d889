import type { Deployment, ReplicaSet } from 'kubernetes-types/apps/v1';
import { deployments, replicaSets } from '../in-process/kinds.ts';
import { keyOf, type Stored, type TypedObjects } from '../in-process/typed-objects.ts';
import { canonicalJson } from '../objects/canonical-json.ts';
import { resolveLimits } from './deployment-rollout.ts';
import { rolloutSettings } from './deployment-status.ts';
import { matchesSelector } from './label-selector.ts';
import { controllerOf, controllerReference, isControlledBy } from './ownership.ts';
import { hashTemplate } from './template-hash.ts';

const hashLabel = 'pod-template-hash';
const revisionAnnotation = 'deployment.kubernetes.io/revision';
const ownAnnotations = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  revisionAnnotation,
  'deployment.kubernetes.io/desired-replicas',
  'deployment.kubernetes.io/max-replicas',
]);
const defaultHistoryLimit = 10;

/** The ReplicaSets a Deployment controls; orphans its selector matches are adopted. */
export async function claimReplicaSets(
  objects: TypedObjects,
  deployment: Stored<Deployment>,
): Promise<Stored<ReplicaSet>[]> {
  const claimed: Stored<ReplicaSet>[] = [];
  for (const set of objects.list(replicaSets, { namespace: deployment.metadata.namespace })) {
    if (isControlledBy(set, deployment)) claimed.push(set);
    else if (!controllerOf(set) && matchesSelector(deployment.spec?.selector, set.metadata.labels)) {
      const ownerReferences = [...(set.metadata.ownerReferences ?? []), controllerReference(deployment)];
      claimed.push(await objects.mergePatch(replicaSets, keyOf(set), { metadata: { ownerReferences } }));
    }
  }
  return claimed;
}

/** The ReplicaSet with the Deployment's present template. */
export function findNewSet(
  deployment: Stored<Deployment>,
  sets: Stored<ReplicaSet>[],
): Stored<ReplicaSet> | undefined {
  const wanted = canonicalJson(deployment.spec?.template);
  return sets.find(set => canonicalJson(withoutHash(set.spec?.template)) === wanted);
}

/** Makes the ReplicaSet of the present template, or brings it up to the newest revision. */
export async function ensureNewSet(
  objects: TypedObjects,
  deployment: Stored<Deployment>,
  sets: Stored<ReplicaSet>[],
): Promise<Stored<ReplicaSet>> {
  const present = findNewSet(deployment, sets);
  const newest = Math.max(0, ...sets.filter(set => set !== present).map(revisionOf));
  const revision = String(Math.max(newest + 1, present ? revisionOf(present) : 0));
  const annotations = { ...annotationsFor(deployment), [revisionAnnotation]: revision };
  const set = present
    ? await updateAnnotations(objects, present, annotations)
    : await create(objects, deployment, sets, annotations);
  if (deployment.metadata.annotations?.[revisionAnnotation] !== revision) {
    const patch = { metadata: { annotations: { [revisionAnnotation]: revision } } };
    await objects.mergePatch(deployments, keyOf(deployment), patch);
  }
  return set;
}

/** Old ReplicaSets without pods beyond the history limit. */
export function findOutdated(
  deployment: Stored<Deployment>,
  old: Stored<ReplicaSet>[],
): Stored<ReplicaSet>[] {
  const limit = deployment.spec?.revisionHistoryLimit ?? defaultHistoryLimit;
  const empty = old
    .filter(
      set => set.spec?.replicas === 0 && (set.status?.replicas ?? 0) === 0 && !set.metadata.deletionTimestamp,
    )
    .sort((a, b) => revisionOf(a) - revisionOf(b));
  return empty.slice(0, Math.max(0, empty.length - limit));
}

async function create(
  objects: TypedObjects,
  deployment: Stored<Deployment>,
  sets: Stored<ReplicaSet>[],
  annotations: Record<string, string>,
): Promise<Stored<ReplicaSet>> {
  const template = deployment.spec?.template;
  const hash = hashTemplate(template, deployment.status?.collisionCount);
  const labels = { ...template?.metadata?.labels, [hashLabel]: hash };
  const settings = rolloutSettings(deployment);
  const others = sets.reduce((sum, set) => sum + (set.spec?.replicas ?? 0), 0);
  const room = Math.max(0, settings.replicas + resolveLimits(settings).surge - others);
  const first =
    settings.strategy === 'Recreate'
      ? others === 0
        ? settings.replicas
        : 0
      : Math.min(settings.replicas, room);
  return objects.create(replicaSets, {
    metadata: {
      name: `${deployment.metadata.name}-${hash}`,
      namespace: deployment.metadata.namespace,
      labels,
      annotations,
      ownerReferences: [controllerReference(deployment)],
    },
    spec: {
      replicas: first,
      minReadySeconds: deployment.spec?.minReadySeconds,
      selector: {
        ...deployment.spec?.selector,
        matchLabels: { ...deployment.spec?.selector.matchLabels, [hashLabel]: hash },
      },
      template: { ...template, metadata: { ...template?.metadata, labels } },
    },
  });
}

async function updateAnnotations(
  objects: TypedObjects,
  set: Stored<ReplicaSet>,
  annotations: Record<string, string>,
): Promise<Stored<ReplicaSet>> {
  const present = set.metadata.annotations ?? {};
  if (Object.entries(annotations).every(([key, value]) => present[key] === value)) return set;
  return objects.mergePatch(replicaSets, keyOf(set), { metadata: { annotations } });
}

function annotationsFor(deployment: Stored<Deployment>): Record<string, string> {
  const settings = rolloutSettings(deployment);
  const given = Object.entries(deployment.metadata.annotations ?? {}).filter(
    ([key]) => !ownAnnotations.has(key),
  );
  return {
    ...Object.fromEntries(given),
    'deployment.kubernetes.io/desired-replicas': String(settings.replicas),
    'deployment.kubernetes.io/max-replicas': String(settings.replicas + resolveLimits(settings).surge),
  };
}

function revisionOf(set: Stored<ReplicaSet>): number {
  return Number(set.metadata.annotations?.[revisionAnnotation] ?? 0);
}

function withoutHash(template: NonNullable<ReplicaSet['spec']>['template']): unknown {
  const { [hashLabel]: _, ...labels } = template?.metadata?.labels ?? {};
  return { ...template, metadata: { ...template?.metadata, labels } };
}
