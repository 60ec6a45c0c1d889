import type { ContainerStateWaiting } from 'kubernetes-types/core/v1';
import { ApiError } from '../errors/api-error.ts';
import type { ContainerTarget } from './node-agent.ts';

/** The refusals of a node in the words kubectl users know. */
export function waitingToStart(
  target: ContainerTarget,
  container: string,
  waiting: ContainerStateWaiting,
): ApiError {
  const trouble = waiting.reason === 'ErrImagePull' || waiting.reason === 'ImagePullBackOff';
  const reason = trouble ? `trying and failing to pull image` : waiting.reason;
  return badRequest(`container "${container}" in pod "${target.pod}" is waiting to start: ${reason}`);
}

export function noPreviousRun(target: ContainerTarget, container: string): ApiError {
  return badRequest(`previous terminated container "${container}" in pod "${target.pod}" not found`);
}

export function containerNotValid(target: ContainerTarget): ApiError {
  return badRequest(`container ${target.container} is not valid for pod ${target.pod}`);
}

export function containerNotFound(container: string): ApiError {
  return new ApiError({
    code: 500,
    reason: 'InternalError',
    message: `container not found ("${container}")`,
  });
}

export function podNotHere(pod: string): ApiError {
  return badRequest(`pod ${pod} does not have a host assigned`);
}

function badRequest(message: string): ApiError {
  return new ApiError({ code: 400, reason: 'BadRequest', message });
}
