import { methodNotAllowed, noSuchPath, UnknownPath } from '../errors/api-error.ts';
import type { ServedResource } from '../resources/served-resource.ts';
import { answerReview, isReview } from './access-reviews.ts';
import { type ApiRequest, isTrue } from './api-request.ts';
import { authorize } from './authorize.ts';
import { deleteCollection, deleteOne } from './delete-handler.ts';
import type { HandlerParts } from './handler-parts.ts';
import { listObjects } from './list-handler.ts';
import { patchOne } from './patch-handler.ts';
import { readObjectOf } from './request-body.ts';
import type { RequestTarget } from './request-path.ts';
import { sendObject } from './send-object.ts';
import { serveSubresource } from './subresources/subresources.ts';
import { watchObjects } from './watch/watch-request.ts';
import { writeOptionsOf } from './write-options-of.ts';

export type ResourceTarget = Extract<RequestTarget, { kind: 'resource' }>;

/** Serves any request for a resource: authorizes it, finds the resource, and calls the handler of its verb. */
export async function handleResource(
  request: ApiRequest,
  parts: HandlerParts,
  target: ResourceTarget,
): Promise<void> {
  const verb = verbOf(request, target);
  authorize({ authorizer: parts.authorizer, user: request.user, verb, target });
  const resource = parts.registry.find(target);
  if (!resource) throw parts.registry.isBuiltinGroup(target.group) ? noSuchPath() : new UnknownPath();
  if (resource.deprecationWarning !== undefined) request.warnings.push(resource.deprecationWarning);
  if (!isInScope(resource, target)) throw noSuchPath();
  if (target.subresource !== '') {
    await serveSubresource(request, parts, { ...target, resource, verb });
    return;
  }
  if (!resource.verbs.includes(verb) || (verb === 'create' && target.name !== '')) throw methodNotAllowed();
  if (isReview(resource)) {
    await answerReview(request, parts, { resource, namespace: target.namespace });
    return;
  }
  if (resource.namespaced && target.namespace === '' && verb !== 'list' && verb !== 'watch')
    throw methodNotAllowed();
  await serveVerb(request, parts, { resource, target, verb });
}

async function serveVerb(
  request: ApiRequest,
  { service }: HandlerParts,
  call: { resource: ServedResource; target: ResourceTarget; verb: string },
): Promise<void> {
  const { resource, target, verb } = call;
  const { namespace, name } = target;
  const key = { ...(resource.namespaced && { namespace }), name };
  switch (verb) {
    case 'get':
      return sendObject(request, { code: 200, resource, object: service.read(resource, key), service });
    case 'list':
      return listObjects(request, service, { resource, namespace });
    case 'watch':
      return watchObjects(request, service, { resource, namespace, name });
    case 'create': {
      const body = await readObjectOf(resource.kind, request.message);
      const object = await service.create(resource, { namespace, body, options: writeOptionsOf(request) });
      return sendObject(request, { code: 201, resource, object, service });
    }
    case 'update': {
      const body = await readObjectOf(resource.kind, request.message);
      const options = writeOptionsOf(request);
      const object = await service.change(resource, {
        key,
        options,
        isReplacement: true,
        edit: () => ({ body }),
      });
      return sendObject(request, { code: 200, resource, object, service });
    }
    case 'patch':
      return await patchOne(request, service, { resource, key });
    case 'delete':
      return await deleteOne(request, service, { resource, key });
    case 'deletecollection':
      return await deleteCollection(request, service, { resource, namespace });
    default:
      throw methodNotAllowed();
  }
}

/**
 * Whether the path has a namespace where the resource has one, and only there. RBAC judges the path: without this check a
 * RoleBinding in one namespace would give what belongs to the whole cluster, such as nodes/status.
 */
function isInScope(resource: ServedResource, { namespace, subresource, rest }: ResourceTarget): boolean {
  if (rest !== '') return false;
  return resource.namespaced ? namespace !== '' || subresource === '' : namespace === '';
}

/** The verb RBAC rules name. */
function verbOf(request: ApiRequest, target: ResourceTarget): string {
  switch (request.method) {
    case 'GET':
    case 'HEAD':
      if (target.subresource !== '') return 'get';
      if (isTrue(request.query, 'watch')) return 'watch';
      return target.name === '' ? 'list' : 'get';
    case 'POST':
      return 'create';
    case 'PUT':
      return 'update';
    case 'PATCH':
      return 'patch';
    case 'DELETE':
      return target.name === '' ? 'deletecollection' : 'delete';
    default:
      throw methodNotAllowed();
  }
}
