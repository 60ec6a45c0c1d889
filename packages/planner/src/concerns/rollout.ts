import {
  annotations,
  digest,
  type PodTemplateSpec,
  type StatefulSet,
  type StatefulSetSpec,
} from '@cartridge/api';
import { type Findings, mergeFindings } from '../findings.ts';
import { patchObject } from '../kubernetes-actions.ts';
import type { Refusal } from '../notice.ts';
import { objectReference } from '../object-reference.ts';
import { covers } from '../objects/covers.ts';
import { buildPodTemplate, identityLabels } from '../objects/pod-template.ts';
import { replacingPatch } from '../objects/replacing-patch.ts';
import { copiedRoles } from '../objects/stateful-set.ts';
import type { ReplicasetView, World } from '../world/world.ts';

/**
 * The whole pod template reaches existing StatefulSets. They are OnDelete: no pod is restarted by it.
 * What Kubernetes makes immutable is refused.
 */
export function planRollout({ replicasets }: World): Findings {
  return mergeFindings(replicasets.map(planReplicaset));
}

function planReplicaset(replicaset: ReplicasetView): Findings {
  const { statefulSet, role } = replicaset;
  const spec = role.template?.spec;
  if (statefulSet === null || spec?.template?.spec === undefined) return {};
  const refusals = refuseImmutable(statefulSet, spec);
  // Pods that no longer match the selector would make the whole patch invalid.
  const isSelected = !refusals.some(refusal => refusal.message.includes('spec.selector'));
  return {
    refusals,
    actions: isSelected
      ? [...syncTemplate(replicaset, statefulSet), ...syncMetadata(replicaset, statefulSet)]
      : [],
  };
}

function syncTemplate(replicaset: ReplicasetView, statefulSet: StatefulSet) {
  const wanted = buildPodTemplate(replicaset);
  const wantedDigest = digest(wanted);
  const applied = statefulSet.metadata.annotations?.[annotations.templateDigest];
  if (applied === wantedDigest) return [];
  const stamp = { annotations: { [annotations.templateDigest]: wantedDigest } };
  // A StatefulSet of an earlier operator carries no digest; where it already says the same, it is not touched.
  const isAdopted =
    applied === undefined && covers(statefulSet.spec.template, withoutOurDefaults(wanted, replicaset));
  if (isAdopted) {
    const patch = { metadata: stamp };
    const reason = 'its pod template is already the wanted one';
    return [
      patchObject({
        concern: 'rollout',
        object: statefulSet,
        patch,
        what: 'template digest',
        event: null,
        reason,
      }),
    ];
  }
  return [
    patchObject({
      concern: 'rollout',
      object: statefulSet,
      patch: { metadata: stamp, spec: { template: replacingPatch(statefulSet.spec.template, wanted) } },
      what: 'pod template',
      reason: `ReplicasetTemplate ${replicaset.role.template?.metadata.name} says otherwise; pods get it when they are deleted`,
      event: 'TemplateApplied',
    }),
  ];
}

function withoutOurDefaults(wanted: PodTemplateSpec, { role }: ReplicasetView): PodTemplateSpec {
  if (role.template?.spec?.template.spec?.enableServiceLinks !== undefined) return wanted;
  return {
    ...wanted,
    spec: { ...wanted.spec, containers: wanted.spec?.containers ?? [], enableServiceLinks: undefined },
  };
}

/** Labels of the Role and its copy of the roles; the uuid label is never changed. */
function syncMetadata(replicaset: ReplicasetView, statefulSet: StatefulSet) {
  const labels = { ...replicaset.role.role.metadata.labels, ...identityLabels(replicaset) };
  const wanted = { labels, annotations: copiedRoles(replicaset) };
  if (covers(statefulSet.metadata, wanted)) return [];
  const patch = {
    metadata: { labels: missing(statefulSet.metadata.labels, labels), annotations: wanted.annotations },
  };
  const reason = `Role ${replicaset.role.name} and its template say so`;
  return [
    patchObject({ concern: 'rollout', object: statefulSet, patch, what: 'labels', event: null, reason }),
  ];
}

function missing(present: Readonly<Record<string, string>> = {}, wanted: Readonly<Record<string, string>>) {
  return Object.fromEntries(Object.entries(wanted).filter(([key, value]) => present[key] !== value));
}

function refuseImmutable(statefulSet: StatefulSet, spec: StatefulSetSpec): Refusal[] {
  const { name } = statefulSet.metadata;
  const refuse = (field: string): Refusal => ({
    reason: 'ImmutableField',
    about: objectReference(statefulSet),
    message: `${field} of StatefulSet ${name} differs from its template and cannot be changed`,
    cure: `Run \`kubectl delete statefulset ${name} --cascade=orphan\`: its pods go on, and the StatefulSet is made anew around them`,
  });
  return [
    ...(covers(statefulSet.spec.selector, spec.selector) ? [] : [refuse('spec.selector')]),
    ...(coversClaims(statefulSet.spec, spec) ? [] : [refuse('spec.volumeClaimTemplates')]),
  ];
}

/** The size alone may differ: existing claims are expanded one by one. */
function coversClaims(live: StatefulSetSpec, wanted: StatefulSetSpec): boolean {
  const withoutSize = ({ volumeClaimTemplates = [] }: StatefulSetSpec) =>
    volumeClaimTemplates.map(({ metadata, spec }) => ({
      name: metadata?.name,
      spec: { ...spec, resources: undefined },
    }));
  return covers(withoutSize(live), withoutSize(wanted));
}
