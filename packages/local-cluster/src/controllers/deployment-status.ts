import type { Deployment, DeploymentStatus, ReplicaSet } from 'kubernetes-types/apps/v1';
import type { Stored } from '../in-process/typed-objects.ts';
import { type RolloutSettings, resolveLimits } from './deployment-rollout.ts';

interface Condition {
  type: string;
  status: string;
  reason: string;
  message: string;
  lastUpdateTime: string;
  lastTransitionTime: string;
}

export function rolloutSettings(deployment: Stored<Deployment>): RolloutSettings {
  const strategy = deployment.spec?.strategy;
  return {
    replicas: deployment.spec?.replicas ?? 1,
    strategy: strategy?.type === 'Recreate' ? 'Recreate' : 'RollingUpdate',
    maxSurge: strategy?.rollingUpdate?.maxSurge,
    maxUnavailable: strategy?.rollingUpdate?.maxUnavailable,
  };
}

/** The status of a Deployment from its ReplicaSets. */
export function buildDeploymentStatus(
  deployment: Stored<Deployment>,
  sets: { newSet: Stored<ReplicaSet> | undefined; all: Stored<ReplicaSet>[] },
  now: Date,
): DeploymentStatus {
  const sum = (read: (set: Stored<ReplicaSet>) => number | undefined): number =>
    sets.all.reduce((total, set) => total + (read(set) ?? 0), 0);
  const wanted = deployment.spec?.replicas ?? 1;
  const replicas = sum(set => set.status?.replicas);
  const available = sum(set => set.status?.availableReplicas);
  const counts = {
    replicas,
    updatedReplicas: sets.newSet?.status?.replicas ?? 0,
    readyReplicas: sum(set => set.status?.readyReplicas),
    availableReplicas: available,
    unavailableReplicas: Math.max(0, sum(set => set.spec?.replicas) - available),
  };
  const isComplete = counts.updatedReplicas === wanted && replicas === wanted && available === wanted;
  const hasMoved = Object.entries(counts).some(
    ([name, value]) => (deployment.status?.[name as keyof typeof counts] ?? 0) !== value,
  );
  const { unavailable } = resolveLimits(rolloutSettings(deployment));
  return {
    observedGeneration: deployment.metadata.generation,
    ...counts,
    collisionCount: deployment.status?.collisionCount,
    conditions: [
      availability({ deployment, isAvailable: available >= wanted - unavailable, now }),
      progress({ deployment, setName: sets.newSet?.metadata.name ?? '', isComplete, hasMoved, now }),
    ],
  };
}

/** Seconds until a rollout that does not move counts as failed; undefined when it is done or has failed. */
export function secondsUntilDeadline(
  deployment: Stored<Deployment>,
  status: DeploymentStatus,
  now: Date,
): number | undefined {
  const progressing = status.conditions?.find(found => found.type === 'Progressing');
  if (progressing?.reason !== 'ReplicaSetUpdated' && progressing?.reason !== 'NewReplicaSetCreated')
    return undefined;
  const deadline = Date.parse(progressing.lastUpdateTime ?? '') / 1000 + deadlineSeconds(deployment);
  return Math.max(0.1, deadline - now.getTime() / 1000 + 0.1);
}

function availability(options: {
  deployment: Stored<Deployment>;
  isAvailable: boolean;
  now: Date;
}): Condition {
  const { deployment, isAvailable, now } = options;
  return merge(deployment, now, {
    type: 'Available',
    status: isAvailable ? 'True' : 'False',
    reason: isAvailable ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable',
    message: isAvailable
      ? 'Deployment has minimum availability.'
      : 'Deployment does not have minimum availability.',
  });
}

function progress(options: {
  deployment: Stored<Deployment>;
  setName: string;
  isComplete: boolean;
  hasMoved: boolean;
  now: Date;
}): Condition {
  const { deployment, setName, isComplete, hasMoved, now } = options;
  const before = deployment.status?.conditions?.find(found => found.type === 'Progressing');
  const since = Date.parse(before?.lastUpdateTime ?? '') || now.getTime();
  const isOver = !hasMoved && now.getTime() - since > deadlineSeconds(deployment) * 1000;
  const isNew = deployment.status?.observedGeneration !== deployment.metadata.generation;
  if (isComplete) {
    const message = `ReplicaSet "${setName}" has successfully progressed.`;
    return merge(deployment, now, {
      type: 'Progressing',
      status: 'True',
      reason: 'NewReplicaSetAvailable',
      message,
    });
  }
  if (isOver && !isNew && before?.reason !== 'NewReplicaSetAvailable') {
    const message = `ReplicaSet "${setName}" has timed out progressing.`;
    return merge(deployment, now, {
      type: 'Progressing',
      status: 'False',
      reason: 'ProgressDeadlineExceeded',
      message,
    });
  }
  if (before?.reason === 'ProgressDeadlineExceeded' && !hasMoved && !isNew) return before as Condition;
  const message = `ReplicaSet "${setName}" is progressing.`;
  const condition = { type: 'Progressing', status: 'True', reason: 'ReplicaSetUpdated', message };
  const merged = merge(deployment, now, condition);
  return hasMoved ? { ...merged, lastUpdateTime: seconds(now) } : merged;
}

function merge(
  deployment: Stored<Deployment>,
  now: Date,
  wanted: { type: string; status: string; reason: string; message: string },
): Condition {
  const before = deployment.status?.conditions?.find(found => found.type === wanted.type);
  const same =
    before?.status === wanted.status && before.reason === wanted.reason && before.message === wanted.message;
  return {
    ...wanted,
    lastUpdateTime: same ? (before.lastUpdateTime ?? seconds(now)) : seconds(now),
    lastTransitionTime:
      before?.status === wanted.status ? (before.lastTransitionTime ?? seconds(now)) : seconds(now),
  };
}

function deadlineSeconds(deployment: Stored<Deployment>): number {
  return deployment.spec?.progressDeadlineSeconds ?? 600;
}

function seconds(now: Date): string {
  return `${now.toISOString().slice(0, 19)}Z`;
}
