import type { ContainerState, ContainerStateTerminated, ContainerStatus } from 'kubernetes-types/core/v1';
import { timestamp } from '../objects/timestamp.ts';

/** What is known of one container; the status of its pod is computed from it. */
export interface ContainerFacts {
  name: string;
  image: string;
  imageId: string;
  containerId: string;
  state: ContainerState;
  lastTermination: ContainerStateTerminated | undefined;
  restartCount: number;
  ready: boolean;
  /** true once the startup probe succeeded, or there is none */
  started: boolean;
}

export function newContainerFacts(name: string, image: string, previous?: ContainerStatus): ContainerFacts {
  return {
    name,
    image,
    imageId: '',
    containerId: '',
    state: { waiting: { reason: 'ContainerCreating' } },
    lastTermination: previous && terminationOf(previous),
    restartCount: previous ? previous.restartCount + (previous.state?.waiting ? 0 : 1) : 0,
    ready: false,
    started: false,
  };
}

/** A container that ran when the node agent last stopped was ended with it. */
function terminationOf(previous: ContainerStatus): ContainerStateTerminated | undefined {
  if (previous.state?.terminated) return previous.state.terminated;
  if (!previous.state?.running) return previous.lastState?.terminated;
  return {
    exitCode: 137,
    reason: 'Error',
    message: 'The local cluster was stopped',
    startedAt: previous.state.running.startedAt,
    finishedAt: timestamp(new Date()),
    containerID: previous.containerID,
  };
}
