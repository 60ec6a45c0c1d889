import type { RbacAuthorizer } from '../auth/rbac.ts';
import type { UserInfo } from '../auth/user-info.ts';
import { ApiError } from '../errors/api-error.ts';
import type { RequestTarget } from './request-path.ts';

/** Paths that every user may read, as kube-apiserver's system:public-info-viewer: health and version of the server. */
const publicPaths = new Set(['/livez', '/readyz', '/healthz', '/version', '/version/']);
const discoveryPaths = /^\/(api|apis|openapi|version|healthz|livez|readyz)(\/|$)/;

/** Throws a refusal with code 403 if the user may not make this request. */
export function authorize(input: {
  authorizer: RbacAuthorizer;
  user: UserInfo;
  verb: string;
  target: RequestTarget;
}): void {
  const { authorizer, user, verb, target } = input;
  if (target.kind === 'path') {
    const isRead = verb === 'get' || verb === 'head';
    if (isRead && (publicPaths.has(target.path) || /^\/(livez|readyz|healthz)\//.test(target.path))) return;
    if (isRead && user.groups.includes('system:authenticated') && discoveryPaths.test(target.path)) return;
    if (authorizer.isAllowed({ user, verb, path: target.path })) return;
    throw refusal(`${userText(user)} cannot ${verb} path ${JSON.stringify(target.path)}`, {});
  }
  if (authorizer.isAllowed({ user, verb, ...target })) return;
  const { group, resource, subresource, namespace, name } = target;
  const full = subresource === '' ? resource : `${resource}/${subresource}`;
  const scope = namespace === '' ? ' at the cluster scope' : ` in the namespace ${JSON.stringify(namespace)}`;
  const qualified = group === '' ? resource : `${resource}.${group}`;
  const object = name === '' ? qualified : `${qualified} ${JSON.stringify(name)}`;
  throw refusal(
    `${object} is forbidden: ${userText(user)} cannot ${verb} resource ${JSON.stringify(full)} in API group ${JSON.stringify(group)}${scope}`,
    { ...(name !== '' && { name }), ...(group !== '' && { group }), kind: resource },
  );
}

function userText(user: UserInfo): string {
  return `User ${JSON.stringify(user.username)}`;
}

function refusal(message: string, details: NonNullable<ApiError['details']>): ApiError {
  const text = message.includes(' is forbidden: ') ? message : `forbidden: ${message}`;
  return new ApiError({ code: 403, reason: 'Forbidden', message: text, details });
}
