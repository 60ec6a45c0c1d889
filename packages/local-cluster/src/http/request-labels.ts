import type { ResourceRegistry } from '../resources/resource-registry.ts';
import { type ApiRequest, isTrue } from './api-request.ts';
import { contentType } from './request-body.ts';
import type { RequestLabels } from './request-counters.ts';
import type { RequestTarget } from './request-path.ts';
import { rootPaths } from './server-paths.ts';

type ResourceTarget = Extract<RequestTarget, { kind: 'resource' }>;

const connecting = new Set(['attach', 'exec', 'portforward', 'proxy']);
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']);

/** A request in the labels of kube-apiserver's metrics; what the server does not have shares one set of labels. */
export function labelsOf(
  request: ApiRequest,
  target: RequestTarget,
  registry: ResourceRegistry,
): RequestLabels {
  const none: RequestLabels = {
    verb: verbOf(request.method),
    group: '',
    version: '',
    resource: '',
    subresource: '',
    scope: '',
    dry_run: request.query.getAll('dryRun').join(','),
  };
  if (target.kind === 'path') return { ...none, subresource: pathLabel(target.path) };
  if (!registry.find(target)) return none;
  const { group, version, resource, subresource } = target;
  const verb = resourceVerb(request, target);
  return { ...none, verb, group, version, resource, subresource, scope: scopeOf(target) };
}

function resourceVerb(request: ApiRequest, target: ResourceTarget): string {
  const verb = verbOf(request.method);
  if (connecting.has(target.subresource)) return 'CONNECT';
  if (verb === 'GET' && target.subresource === '') {
    if (isTrue(request.query, 'watch')) return 'WATCH';
    return target.name === '' ? 'LIST' : 'GET';
  }
  if (verb === 'DELETE') return target.name === '' ? 'DELETECOLLECTION' : 'DELETE';
  if (verb === 'PATCH') return contentType(request.message).includes('apply-patch') ? 'APPLY' : 'PATCH';
  return verb;
}

function verbOf(method: string): string {
  if (!methods.has(method)) return 'other';
  return method === 'HEAD' ? 'GET' : method;
}

/** A path of the server, or the part of it that paths below share. */
function pathLabel(path: string): string {
  if (rootPaths.includes(path)) return path;
  const top = `/${path.split('/')[1]}`;
  return rootPaths.some(known => known === top || known.startsWith(`${top}/`)) ? top : '';
}

function scopeOf({ name, namespace }: ResourceTarget): RequestLabels['scope'] {
  if (name !== '') return 'resource';
  return namespace === '' ? 'cluster' : 'namespace';
}
