import { deepEqual, type Service } from '@cartridge-on-kubernetes/api';
import { createObject, patchObject } from '../actions/kubernetes-actions.ts';
import type { World } from '../facts/world.ts';
import { ownersWith } from '../objects/owner-references.ts';
import { buildService } from '../objects/service.ts';
import type { Findings } from '../plan/findings.ts';
import { objectReference } from '../plan/object-reference.ts';
import { ownershipOf } from '../views/ownership.ts';

/** The headless Service exists, publishes addresses that are not ready, and carries the membership's UDP port. */
export function planService({ cluster, clusterRef, snapshot }: World): Findings {
  if (cluster.spec?.selector?.matchLabels === undefined) {
    const message = `Cluster ${cluster.metadata.name} has no spec.selector.matchLabels`;
    const cure = 'Give the Cluster a selector that picks its Roles and pods';
    return { refusals: [{ reason: 'SelectorMissing', about: clusterRef, message, cure }] };
  }
  const wanted = buildService(cluster);
  const { service } = snapshot;
  if (service === null) {
    return {
      actions: [
        createObject({
          urgency: 'changes',
          object: wanted,
          reason: 'instances find each other by its names',
        }),
      ],
    };
  }
  const conflict = findConflict(cluster, service);
  if (conflict !== null) {
    const cure = 'Give the Cluster another name, or remove that Service';
    return {
      refusals: [{ reason: 'ConflictingObject', about: objectReference(service), message: conflict, cure }],
    };
  }
  return { actions: correct({ service, wanted, cluster }) };
}

function findConflict(cluster: World['cluster'], service: Service): string | null {
  const { name } = service.metadata;
  const ownership = ownershipOf(service, cluster);
  if (typeof ownership === 'object') {
    return `Service ${name} belongs to ${ownership.controlledBy.kind} ${ownership.controlledBy.name}`;
  }
  return service.spec.clusterIP === 'None' ? null : `Service ${name} is not headless`;
}

function correct({
  service,
  wanted,
  cluster,
}: {
  service: Service;
  wanted: Service;
  cluster: World['cluster'];
}) {
  const spec = {
    ...(service.spec.publishNotReadyAddresses === true ? {} : { publishNotReadyAddresses: true }),
    ...(deepEqual(service.spec.selector, wanted.spec.selector)
      ? {}
      : { selector: replaceMap(service, wanted) }),
    ...missingPorts(service, wanted),
  };
  const owned = ownershipOf(service, cluster) === 'ours';
  const patch = {
    ...(owned ? {} : { metadata: { ownerReferences: ownersWith(service, cluster) } }),
    ...(Object.keys(spec).length === 0 ? {} : { spec }),
  };
  if (Object.keys(patch).length === 0) return [];
  const reason = 'instances must find each other before they are ready, by TCP and UDP';
  return [patchObject({ urgency: 'changes', object: service, patch, what: 'ports and addresses', reason })];
}

function replaceMap(service: Service, wanted: Service): Record<string, string | null> {
  const removed = Object.keys(service.spec.selector ?? {}).map(key => [key, null] as const);
  return { ...Object.fromEntries(removed), ...wanted.spec.selector };
}

/** Ports that people added stay. */
function missingPorts(service: Service, wanted: Service): Pick<Service['spec'], 'ports'> {
  const present = service.spec.ports ?? [];
  const missing = (wanted.spec.ports ?? []).filter(
    port => !present.some(other => other.port === port.port && (other.protocol ?? 'TCP') === port.protocol),
  );
  return missing.length === 0 ? {} : { ports: [...present, ...missing] };
}
