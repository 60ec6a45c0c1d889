/** Where a kind lives in the API. `T` is the type of its objects, for the client's typed calls. */
export interface Resource<T = unknown> {
  /** "" for the core group */
  group: string;
  version: string;
  plural: string;
  kind: string;
  namespaced: boolean;
  /** Only carries the type; never set. */
  readonly object?: T;
}

export interface ResourceLocation {
  resource: Resource;
  namespace?: string | undefined;
  name?: string | undefined;
  subresource?: string | undefined;
}

export function apiVersionOf(resource: Resource): string {
  return resource.group === '' ? resource.version : `${resource.group}/${resource.version}`;
}

/** `/apis/apps/v1/namespaces/tarantool/statefulsets/routers-0/scale`, each part escaped. */
export function resourcePath({ resource, namespace, name, subresource }: ResourceLocation): string {
  const prefix = resource.group === '' ? '/api' : `/apis/${resource.group}`;
  const parts = [prefix, resource.version];
  if (resource.namespaced && namespace !== undefined) parts.push('namespaces', encodeURIComponent(namespace));
  parts.push(resource.plural);
  if (name !== undefined) parts.push(encodeURIComponent(name));
  if (subresource !== undefined) parts.push(subresource);
  return parts.join('/');
}

/** `statefulset tarantool/routers-0`, for messages. */
export function describeLocation({ resource, namespace, name, subresource }: ResourceLocation): string {
  const kind = resource.kind.toLowerCase();
  const scope = resource.namespaced && namespace !== undefined ? `${namespace}/` : '';
  const object =
    name === undefined ? `${kind}s${scope === '' ? '' : ` in ${namespace}`}` : `${kind} ${scope}${name}`;
  return subresource === undefined ? object : `${subresource} of ${object}`;
}
