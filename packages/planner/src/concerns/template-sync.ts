import {
  annotations,
  digest,
  type PodTemplateSpec,
  type StatefulSet,
  type StatefulSetSpec,
} from '@cartridge-on-kubernetes/api';
import { patchObject } from '../actions/kubernetes-actions.ts';
import type { World } from '../facts/world.ts';
import { covers } from '../objects/covers.ts';
import { buildPodTemplate, identityLabels } from '../objects/pod-template.ts';
import { replacingPatch } from '../objects/replacing-patch.ts';
import { copiedRoles } from '../objects/stateful-set.ts';
import type { PatchObject } from '../plan/action.ts';
import { type Findings, mergeFindings } from '../plan/findings.ts';
import { kubectl } from '../plan/kubectl.ts';
import type { Refusal } from '../plan/notice.ts';
import { objectReference } from '../plan/object-reference.ts';
import type { ReplicasetView } from '../views/views.ts';

/**
 * The whole pod template reaches existing StatefulSets. They are OnDelete: no pod is restarted by it.
 * What Kubernetes makes immutable is refused.
 */
export function planTemplateSync({ replicasets }: World): Findings {
  return mergeFindings(replicasets.map(planReplicaset));
}

function planReplicaset(replicaset: ReplicasetView): Findings {
  const { statefulSet, role } = replicaset;
  const spec = role.template?.spec;
  if (statefulSet === null || spec?.template?.spec === undefined) return {};
  const selector = refuseImmutable({
    statefulSet,
    live: statefulSet.spec.selector,
    wanted: spec.selector,
    field: 'spec.selector',
  });
  const claims = refuseImmutable({
    statefulSet,
    live: claimsWithoutSize(statefulSet.spec),
    wanted: claimsWithoutSize(spec),
    field: 'spec.volumeClaimTemplates',
  });
  // Pods that no longer match the selector would make the whole patch invalid.
  return {
    refusals: [...selector, ...claims],
    actions: selector.length > 0 ? [] : sync(replicaset, statefulSet),
  };
}

function sync(replicaset: ReplicasetView, statefulSet: StatefulSet): PatchObject[] {
  const template = buildPodTemplate(replicaset);
  const templateDigest = digest(template);
  const metadata = metadataPatch({ replicaset, statefulSet, templateDigest });
  const isTemplateStale = differs({ replicaset, statefulSet, template, templateDigest });
  if (!isTemplateStale && Object.keys(metadata).length === 0) return [];
  const common = { urgency: 'changes' as const, object: statefulSet };
  if (!isTemplateStale) {
    const reason = `as Role ${replicaset.role.name}, its template and the topology say`;
    return [
      patchObject({ ...common, patch: { metadata }, what: 'labels and annotations', event: null, reason }),
    ];
  }
  return [
    patchObject({
      ...common,
      patch: { metadata, spec: { template: replacingPatch(statefulSet.spec.template, template) } },
      what: 'pod template',
      reason: `as ReplicasetTemplate ${replicaset.role.template?.metadata.name} says; pods get it when they are restarted`,
      event: 'TemplateApplied',
    }),
  ];
}

interface Comparison {
  replicaset: ReplicasetView;
  statefulSet: StatefulSet;
  template: PodTemplateSpec;
  templateDigest: string;
}

/**
 * The digest is compared, as the API server fills in and rewrites fields. A StatefulSet of an earlier operator has no
 * digest; it is left alone where its fields already agree.
 */
function differs({ replicaset, statefulSet, template, templateDigest }: Comparison): boolean {
  const applied = statefulSet.metadata.annotations?.[annotations.templateDigest];
  if (applied !== undefined) return applied !== templateDigest;
  return !covers(statefulSet.spec.template, withoutOurDefaults(template, replicaset));
}

interface MetadataInput {
  replicaset: ReplicasetView;
  statefulSet: StatefulSet;
  templateDigest: string;
}

/** Labels of the Role, its copy of the roles, and the digest; the uuid label is never changed. */
function metadataPatch({ replicaset, statefulSet, templateDigest }: MetadataInput) {
  const wantedLabels = { ...replicaset.role.role.metadata.labels, ...identityLabels(replicaset) };
  const wantedAnnotations = { ...copiedRoles(replicaset), [annotations.templateDigest]: templateDigest };
  const patch = {
    labels: missing(statefulSet.metadata.labels, wantedLabels),
    annotations: missing(statefulSet.metadata.annotations, wantedAnnotations),
  };
  return Object.fromEntries(Object.entries(patch).filter(([, field]) => Object.keys(field).length > 0));
}

function withoutOurDefaults(wanted: PodTemplateSpec, { role }: ReplicasetView): PodTemplateSpec {
  if (role.template?.spec?.template.spec?.enableServiceLinks !== undefined) return wanted;
  return {
    ...wanted,
    spec: { ...wanted.spec, containers: wanted.spec?.containers ?? [], enableServiceLinks: undefined },
  };
}

function missing(present: Readonly<Record<string, string>> = {}, wanted: Readonly<Record<string, string>>) {
  return Object.fromEntries(Object.entries(wanted).filter(([key, value]) => present[key] !== value));
}

interface Immutable {
  statefulSet: StatefulSet;
  live: unknown;
  wanted: unknown;
  field: string;
}

function refuseImmutable({ statefulSet, live, wanted, field }: Immutable): Refusal[] {
  if (covers(live, wanted)) return [];
  const { name } = statefulSet.metadata;
  return [
    {
      reason: 'ImmutableField',
      about: objectReference(statefulSet),
      message: `${field} of StatefulSet ${name} differs from its template and cannot be changed`,
      cure: `Run ${kubectl(statefulSet, `delete statefulset ${name} --cascade=orphan`)}: its pods keep running, and the operator creates the StatefulSet again`,
    },
  ];
}

/** The size alone may differ: existing claims are expanded one by one. */
function claimsWithoutSize({ volumeClaimTemplates = [] }: StatefulSetSpec) {
  return volumeClaimTemplates.map(({ metadata, spec }) => ({
    name: metadata?.name,
    spec: { ...spec, resources: undefined },
  }));
}
