import type { ServiceAccountTokens } from '../../auth/service-account-tokens.ts';
import type { NodeAgent } from '../../node/node-agent.ts';
import type { ObjectService } from '../../resources/object-service.ts';
import type { ServedResource } from '../../resources/served-resource.ts';
import type { ObjectKey } from '../../storage/objects.ts';
import { methodNotAllowed, noSuchPath } from '../api-error.ts';
import type { ApiRequest } from '../api-request.ts';
import { serveStatus } from './status.ts';

export interface SubresourceParts {
  service: ObjectService;
  tokens: ServiceAccountTokens;
  nodeAgent(): NodeAgent;
}

export interface SubresourceCall {
  resource: ServedResource;
  namespace: string;
  name: string;
  subresource: string;
  verb: string;
  rest: string;
}

export type ServeSubresource = (
  request: ApiRequest,
  parts: SubresourceParts,
  call: SubresourceCall & { key: ObjectKey },
) => Promise<void>;

/** To add a subresource: write its file beside this one and name it here; discovery announces it by the API facts. */
const subresources: Record<string, ServeSubresource> = {
  status: serveStatus,
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
