import type { InstanceView } from '../views/views.ts';

/** Whether the instance is up and holds no data: it has not joined, or its volume was lost. */
export function isUnconfigured({ answer, pod }: InstanceView): boolean {
  const isUp = pod !== null && pod.metadata.deletionTimestamp === undefined;
  return (
    isUp && answer?.kind === 'answered' && answer.self.state === 'Unconfigured' && answer.self.uuid === null
  );
}
