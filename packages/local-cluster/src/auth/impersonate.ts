import type { IncomingMessage } from 'node:http';
import { ApiError } from '../errors/api-error.ts';
import type { RbacAuthorizer } from './rbac.ts';
import type { UserInfo } from './user-info.ts';

/** `kubectl --as`: the request acts as another user. The caller needs the verb `impersonate` on that user. */
export function impersonate(message: IncomingMessage, user: UserInfo, authorizer: RbacAuthorizer): UserInfo {
  const username = headerOf(message, 'impersonate-user')[0];
  if (username === undefined) return user;
  const groups = headerOf(message, 'impersonate-group');
  const account = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(username);
  if (account)
    demand({
      user,
      authorizer,
      resource: 'serviceaccounts',
      namespace: account[1] ?? '',
      name: account[2] ?? '',
    });
  else demand({ user, authorizer, resource: 'users', namespace: '', name: username });
  for (const name of groups) demand({ user, authorizer, resource: 'groups', namespace: '', name });
  if (username === 'system:anonymous') return { username, groups: [...groups, 'system:unauthenticated'] };
  const own =
    account && groups.length === 0 ? ['system:serviceaccounts', `system:serviceaccounts:${account[1]}`] : [];
  return { username, groups: [...groups, ...own, 'system:authenticated'] };
}

function demand(wish: {
  user: UserInfo;
  authorizer: RbacAuthorizer;
  resource: string;
  namespace: string;
  name: string;
}): void {
  const { user, authorizer, resource, namespace, name } = wish;
  if (authorizer.isAllowed({ user, verb: 'impersonate', group: '', resource, namespace, name })) return;
  const where = namespace === '' ? 'at the cluster scope' : `in the namespace ${JSON.stringify(namespace)}`;
  throw new ApiError({
    code: 403,
    reason: 'Forbidden',
    message: `${resource} ${JSON.stringify(name)} is forbidden: User ${JSON.stringify(user.username)} cannot impersonate resource ${JSON.stringify(resource)} in API group "" ${where}`,
    details: { name, kind: resource },
  });
}

function headerOf(message: IncomingMessage, name: string): string[] {
  return message.headersDistinct[name] ?? [];
}
