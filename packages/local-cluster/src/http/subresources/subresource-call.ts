import type { ServiceAccountTokens } from '../../auth/service-account-tokens.ts';
import type { NodeAgent } from '../../node/node-agent.ts';
import type { ObjectKey } from '../../objects/kube-object.ts';
import type { ObjectService } from '../../resources/object-service.ts';
import type { ServedResource } from '../../resources/served-resource.ts';
import type { ApiRequest } from '../api-request.ts';

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
