import { claimName, type PersistentVolumeClaim, parseQuantity } from '@cartridge-on-kubernetes/api';
import { patchObject } from '../actions/kubernetes-actions.ts';
import type { World } from '../facts/world.ts';
import { type Findings, mergeFindings } from '../plan/findings.ts';
import { objectReference } from '../plan/object-reference.ts';
import type { ReplicasetView } from '../views/views.ts';

/** Volumes follow a larger DiskSize; a smaller one is refused, as Kubernetes cannot shrink them. */
export function planVolumes(world: World): Findings {
  return mergeFindings(world.replicasets.flatMap(replicaset => planReplicaset(world, replicaset)));
}

function planReplicaset(world: World, replicaset: ReplicasetView): Findings[] {
  const templates = replicaset.role.template?.spec?.volumeClaimTemplates ?? [];
  return templates.flatMap(template => {
    const wanted = template.spec?.resources?.requests?.storage;
    if (wanted === undefined) return [];
    return replicaset.instances.flatMap(instance => {
      const claim = world.claims.get(claimName(template.metadata?.name ?? '', instance.name));
      return claim === undefined ? [] : [planClaim({ world, claim, wanted })];
    });
  });
}

function planClaim({
  world,
  claim,
  wanted,
}: {
  world: World;
  claim: PersistentVolumeClaim;
  wanted: string;
}): Findings {
  const requested = claim.spec.resources?.requests?.storage ?? '0';
  const difference = (parseQuantity(String(wanted)) ?? 0) - (parseQuantity(requested) ?? 0);
  const { name } = claim.metadata;
  const about = objectReference(claim);
  if (difference === 0) return {};
  if (difference < 0) {
    const message = `Volume ${name} has ${requested}, but DiskSize asks for ${wanted}`;
    const cure = `Set DiskSize back to ${requested}; Kubernetes cannot make a volume smaller`;
    return { refusals: [{ reason: 'VolumeShrink', about, message, cure }] };
  }
  if (claim.status?.phase !== 'Bound') {
    const message = `Volume ${name} is not bound yet, and only a bound volume can be made larger than ${requested}`;
    const cure =
      'If it stays unbound, delete the PersistentVolumeClaim, which holds no data yet, and its pod: both are created again';
    return {
      waits: [{ reason: 'VolumeResizing', about, message, cure, severity: 'problem', retryAfterSeconds: 10 }],
    };
  }
  if (!isExpandable(world, claim)) {
    const message = `Volume ${name} has ${requested}, but DiskSize asks for ${wanted}, and its StorageClass does not allow expansion`;
    const cure = 'Set allowVolumeExpansion of the StorageClass, or set DiskSize back';
    return { refusals: [{ reason: 'ImmutableField', about, message, cure }] };
  }
  return {
    actions: [
      patchObject({
        urgency: 'changes',
        object: claim,
        patch: { spec: { resources: { requests: { storage: wanted } } } },
        what: 'size',
        reason: `DiskSize went from ${requested} to ${wanted}`,
        event: 'VolumeExpanded',
      }),
    ],
  };
}

function isExpandable({ snapshot }: World, { spec }: PersistentVolumeClaim): boolean {
  const classes = snapshot.expandableStorageClasses;
  return classes === null || (spec.storageClassName !== undefined && classes.includes(spec.storageClassName));
}
