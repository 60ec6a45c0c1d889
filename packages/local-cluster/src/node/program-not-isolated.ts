import type { EventText } from '../events/event-recorder.ts';

/** Event recorded once per container: explains in `kubectl describe` why the program behaves unlike in a container. */
export function programNotIsolated(container: string, program: string): Omit<EventText, 'fieldPath'> {
  return {
    type: 'Warning',
    reason: 'NotIsolated',
    message: `Container ${container} runs ${program}, which is not Node: in the local cluster it sees the files, addresses and names of this machine instead of the pod's; try what depends on them on another Kubernetes`,
  };
}
