import type { RbacAuthorizer } from '../auth/rbac.ts';
import type { ObjectService } from '../resources/object-service.ts';
import type { ResourceRegistry } from '../resources/resource-registry.ts';
import type { RequestCounters } from './request-counters.ts';
import type { SubresourceParts } from './subresources/subresource-call.ts';

/** What request handlers work with; made once when the server starts. */
export interface HandlerParts extends SubresourceParts {
  service: ObjectService;
  registry: ResourceRegistry;
  authorizer: RbacAuthorizer;
  counters: RequestCounters;
}
