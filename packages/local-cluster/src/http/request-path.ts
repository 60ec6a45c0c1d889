/** Where a request points: a resource by Kubernetes' path conventions, or another path of the server. */
export type RequestTarget =
  | { kind: 'path'; path: string }
  | {
      kind: 'resource';
      group: string;
      version: string;
      /** '' for cluster-scoped objects and for all namespaces */
      namespace: string;
      resource: string;
      /** '' for the collection */
      name: string;
      subresource: string;
      /** what follows the subresource, as `proxy` takes */
      rest: string;
    };

export function parsePath(pathname: string): RequestTarget {
  const parts = pathname
    .split('/')
    .filter(part => part !== '')
    .map(decode);
  const isCore = parts[0] === 'api';
  const start = isCore ? 2 : 3;
  if ((!isCore && parts[0] !== 'apis') || parts.length <= start) return { kind: 'path', path: pathname };
  const group = isCore ? '' : (parts[1] ?? '');
  const version = parts[start - 1] ?? '';
  let rest = parts.slice(start);
  // The old form of watches, /api/v1/watch/…; clients use ?watch=true since long.
  if (rest[0] === 'watch') return { kind: 'path', path: pathname };
  let namespace = '';
  if (rest[0] === 'namespaces' && rest.length > 2 && !namespaceSubresources.has(rest[2] ?? '')) {
    namespace = rest[1] ?? '';
    rest = rest.slice(2);
  }
  const [resource = '', name = '', subresource = '', ...more] = rest;
  return { kind: 'resource', group, version, namespace, resource, name, subresource, rest: more.join('/') };
}

const namespaceSubresources = new Set(['status', 'finalize']);

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
