import { methodNotAllowed, noSuchPath } from '../../errors/api-error.ts';
import type { ApiRequest } from '../api-request.ts';
import { serveBinding } from './binding.ts';
import { serveEviction } from './eviction.ts';
import { serveAttach, serveExec, servePortForwarding } from './exec.ts';
import { serveFinalize } from './finalize.ts';
import { serveLog } from './log.ts';
import { serveScale } from './scale.ts';
import { serveStatus } from './status.ts';
import type { ServeSubresource, SubresourceCall, SubresourceParts } from './subresource-call.ts';
import { serveToken } from './token.ts';

/** To add a subresource: write its file beside this one and name it here; discovery announces it by the API facts. */
const subresources: Record<string, ServeSubresource> = {
  attach: serveAttach,
  binding: serveBinding,
  eviction: serveEviction,
  exec: serveExec,
  finalize: serveFinalize,
  log: serveLog,
  portforward: servePortForwarding,
  scale: serveScale,
  status: serveStatus,
  token: serveToken,
};

export async function serveSubresource(
  request: ApiRequest,
  parts: SubresourceParts,
  call: SubresourceCall,
): Promise<void> {
  const announced = call.resource.subresources.find(candidate => candidate.name === call.subresource);
  const serve = subresources[call.subresource];
  if (!announced || !serve) throw noSuchPath();
  if (!announced.verbs.includes(call.verb)) throw methodNotAllowed();
  const key = { ...(call.resource.namespaced && { namespace: call.namespace }), name: call.name };
  await serve(request, parts, { ...call, key });
}
