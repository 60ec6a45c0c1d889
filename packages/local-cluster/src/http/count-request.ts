import type { ApiRequest } from './api-request.ts';
import type { HandlerParts } from './handler-parts.ts';
import { labelsOf } from './request-labels.ts';
import type { RequestTarget } from './request-path.ts';

const switchingProtocols = 101;

/** Counts a request now, and its answer when it ends. A request that is upgraded to a stream ends with the upgrade. */
export function countRequest(request: ApiRequest, target: RequestTarget, parts: HandlerParts): void {
  const { registry, counters } = parts;
  const labels = labelsOf(request, target, registry);
  counters.received(labels, request.user.username);
  const count = (): void => counters.answered(labels, request.response.statusCode);
  request.response.once('close', count);
  const { upgrade } = request;
  if (!upgrade) return;
  request.upgrade = {
    ...upgrade,
    release() {
      request.response.off('close', count);
      counters.answered(labels, switchingProtocols);
      upgrade.release();
    },
  };
}
