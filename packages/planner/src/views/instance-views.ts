import {
  advertiseUri,
  annotations,
  DEFAULT_DOMAIN,
  instanceUuid,
  labels,
  type Pod,
  podName,
  podOrdinal,
  type StatefulSet,
} from '@cartridge-on-kubernetes/api';
import { objectReference } from '../plan/object-reference.ts';
import type { Snapshot } from '../snapshot.ts';
import type { SnapshotIndex } from './snapshot-index.ts';
import type { InstanceView, RoleView, Standing } from './views.ts';

interface Input {
  snapshot: Snapshot;
  role: RoleView;
  /** of the StatefulSet */
  name: string;
  statefulSet: StatefulSet | null;
  /** of the replicaset */
  standing: Standing;
  index: SnapshotIndex;
}

export function buildInstanceViews(input: Input): InstanceView[] {
  const { role, name, standing, index, statefulSet } = input;
  // A surplus replicaset is kept as it is, with the replicas it has.
  const replicas = standing === 'wanted' ? role.replicas : (statefulSet?.spec.replicas ?? 0);
  const wanted = Array.from({ length: replicas }, (_, ordinal) => ordinal);
  const existing = (index.podsOf.get(name) ?? []).map(pod => podOrdinal(name, pod));
  const ordinals = new Set([...wanted, ...existing.filter(ordinal => ordinal !== null)]);
  const generations = readGenerations(statefulSet);
  return [...ordinals]
    .sort((left, right) => left - right)
    .map(ordinal =>
      buildInstanceView({
        ...input,
        ordinal,
        standing: ordinal < replicas ? standing : standingOfSurplus(input),
        generation: generations[ordinal] ?? 0,
      }),
    );
}

/** A StatefulSet follows its template, so without one no pod is about to be stopped. */
function standingOfSurplus({ role, standing }: Input): Standing {
  return standing === 'wanted' && role.template !== null ? 'leaving' : 'kept';
}

/** Generations of instance uuids by ordinal; unreadable text counts as no generation. */
export function readGenerations(statefulSet: StatefulSet | null): Record<number, number> {
  const text = statefulSet?.metadata.annotations?.[annotations.instanceGenerations];
  if (text === undefined) return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<number, number>) : {};
  } catch {
    return {};
  }
}

function buildInstanceView(input: Input & { ordinal: number; generation: number }): InstanceView {
  const { snapshot, name, ordinal, generation, index } = input;
  const pod = podName(name, ordinal);
  const seen = index.pods.get(pod) ?? null;
  const answer = index.answers.get(pod) ?? null;
  const uri = uriOf({ ...input, pod, seen });
  const label = generation === 0 ? seen?.metadata.labels?.[labels.instanceUuid] : undefined;
  const live = index.instancesByUri.get(uri) ?? index.instancesByUuid.get(label ?? '') ?? null;
  return {
    name: pod,
    ordinal,
    ref:
      seen === null
        ? { apiVersion: 'v1', kind: 'Pod', namespace: snapshot.cluster.metadata.namespace ?? '', name: pod }
        : objectReference(seen),
    replicasetName: name,
    uuid: live?.uuid ?? label ?? instanceUuid(pod, generation),
    uri,
    standing: input.standing,
    pod: seen,
    answer,
    live,
  };
}

/**
 * The URI that the instance advertises; until it answers, the URI that the chart gives it. A URI that does not start
 * with the pod's name (localhost, an IP address) cannot identify an instance and is ignored.
 */
function uriOf({
  snapshot,
  role,
  statefulSet,
  index,
  pod,
  seen,
}: Input & { pod: string; seen: Pod | null }): string {
  const answer = index.answers.get(pod);
  if (answer?.kind === 'answered' && answer.self.uri.startsWith(`${pod}.`)) return answer.self.uri;
  const domain =
    seen?.metadata.labels?.[labels.clusterDomainName] ??
    role.template?.spec?.template?.metadata?.labels?.[labels.clusterDomainName] ??
    DEFAULT_DOMAIN;
  return advertiseUri({
    pod,
    cluster: statefulSet?.spec.serviceName ?? snapshot.cluster.metadata.name,
    namespace: snapshot.cluster.metadata.namespace ?? '',
    domain,
  });
}
