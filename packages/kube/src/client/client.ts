import { type Platform, startDeadline } from '@cartridge-on-kubernetes/platform';
import type { Connection } from '../connection.ts';
import type { KubeList, KubeObject, WatchEvent } from '../objects.ts';
import { apiVersionOf, describeLocation, type Resource, resourcePath } from '../resource.ts';
import type { ServerClock } from '../server-clock.ts';
import { exchange, readJson, readText } from '../wire/exchange.ts';
import { createTransport, type WireRequest } from '../wire/transport.ts';
import { type ApplyOptions, encodeApply, encodePatch, type Patch } from './patch.ts';
import { readWatch } from './watch.ts';

export interface ObjectLocation {
  namespace?: string | undefined;
  name: string;
  /** `status`, `scale`, `eviction`, … */
  subresource?: string | undefined;
}

export interface ListOptions {
  namespace?: string | undefined;
  labelSelector?: string | undefined;
  fieldSelector?: string | undefined;
  limit?: number | undefined;
  continue?: string | undefined;
  resourceVersion?: string | undefined;
}

export interface WatchOptions {
  namespace?: string | undefined;
  labelSelector?: string | undefined;
  fieldSelector?: string | undefined;
  resourceVersion?: string | undefined;
  allowBookmarks?: boolean | undefined;
  /** the server ends the watch then; 300 without */
  timeoutSeconds?: number | undefined;
  signal?: AbortSignal | undefined;
}

export interface CallOptions {
  /** over all attempts; 30 without */
  deadlineSeconds?: number | undefined;
  signal?: AbortSignal | undefined;
  dryRun?: boolean | undefined;
  fieldManager?: string | undefined;
}

export interface DeleteOptions extends CallOptions {
  propagationPolicy?: 'Foreground' | 'Background' | 'Orphan';
  gracePeriodSeconds?: number;
  preconditions?: { uid?: string; resourceVersion?: string };
}

/** Typed calls of one API server. There is no client-side throttle: the server's 429 is honoured instead. */
export interface KubeClient {
  /** the namespace of the kubeconfig's context or of the service account */
  readonly namespace: string;
  get<T>(resource: Resource<T>, at: ObjectLocation, options?: CallOptions): Promise<T>;
  list<T>(resource: Resource<T>, list?: ListOptions, options?: CallOptions): Promise<KubeList<T>>;
  /** Events until the server ends the watch; throws where the connection breaks. */
  watch<T>(resource: Resource<T>, watch: WatchOptions): AsyncGenerator<WatchEvent<T>>;
  create<T>(resource: Resource<T>, object: T & KubeObject, options?: CallOptions): Promise<T>;
  /** PUT: fails with ConflictError when the object's resourceVersion is not the stored one. */
  update<T>(
    resource: Resource<T>,
    object: T & KubeObject,
    options?: CallOptions & { subresource?: string },
  ): Promise<T>;
  patch<T>(resource: Resource<T>, at: ObjectLocation, patch: Patch, options?: CallOptions): Promise<T>;
  /** Server-side apply. */
  apply<T>(
    resource: Resource<T>,
    object: T & KubeObject,
    options: CallOptions & ApplyOptions & { subresource?: string },
  ): Promise<T>;
  delete(resource: Resource, at: ObjectLocation, options?: DeleteOptions): Promise<void>;
  /** POST to a subresource, as an eviction or a token request is made. */
  createSubresource<A>(
    resource: Resource,
    at: ObjectLocation & { subresource: string },
    body: object,
    options?: CallOptions,
  ): Promise<A>;
  /** A GET of anything else: `/version`, `/readyz`, a pod's log. */
  getText(path: string, options?: CallOptions): Promise<string>;
  close(): Promise<void>;
}

interface Call {
  method: string;
  path: string;
  query?: Record<string, string | number | boolean | undefined>;
  request: string;
  encoded?: { contentType: string; body: string };
  options: CallOptions | undefined;
  retryWhenAsked?: boolean;
}

export interface ClientOptions {
  platform: Platform;
  /** what audit logs show, and the field manager of writes that name none */
  userAgent?: string;
  /** learns from each answer what time it is at the API server */
  serverClock?: ServerClock;
}

const usualDeadlineSeconds = 30;

export function createKubeClient(connection: Connection, options: ClientOptions): KubeClient {
  const { platform, userAgent = 'cartridge-kube', serverClock } = options;
  const { clock } = platform;
  const transport = createTransport({ platform, connection, userAgent, serverClock });

  async function call<A>(call: Call, read: typeof readJson<A>): Promise<A> {
    const { deadlineSeconds = usualDeadlineSeconds, signal } = call.options ?? {};
    const deadline = startDeadline({ clock, seconds: deadlineSeconds, caller: signal });
    const request = toWireRequest(call, deadline.signal);
    const retryWhenAsked = call.retryWhenAsked ?? true;
    try {
      return await read(await exchange({ transport, clock, request, retryWhenAsked }), request);
    } finally {
      deadline.release();
    }
  }
  const json = <A>(one: Call): Promise<A> => call<A>(one, readJson);

  return {
    namespace: connection.namespace,
    get: (resource, at, options) => json({ method: 'GET', ...located('get', resource, at), options }),
    list: (resource, list = {}, options) =>
      json({ method: 'GET', ...located('list', resource, list), query: selectionQuery(list), options }),
    watch: (resource, watch) =>
      readWatch({
        transport,
        clock,
        path: resourcePath({ resource, namespace: watch.namespace }),
        request: `watch ${describeLocation({ resource, namespace: watch.namespace })}`,
        query: encodeQuery({
          ...selectionQuery(watch),
          watch: true,
          allowWatchBookmarks: watch.allowBookmarks === true ? true : undefined,
          timeoutSeconds: watch.timeoutSeconds ?? 300,
        }),
        signal: watch.signal,
      }),
    create: (resource, object, options) =>
      json({
        method: 'POST',
        path: resourcePath({ resource, namespace: object.metadata?.namespace }),
        request: describeWrite('create', resource, object),
        encoded: encodeObject(resource, object),
        options,
      }),
    update: (resource, object, options) =>
      json({
        method: 'PUT',
        ...located('update', resource, locationOf(object, options?.subresource)),
        encoded: encodeObject(resource, object),
        options,
      }),
    patch: (resource, at, patch, options) =>
      json({ method: 'PATCH', ...located('patch', resource, at), encoded: encodePatch(patch), options }),
    apply: (resource, object, options) =>
      json({
        method: 'PATCH',
        ...located('apply', resource, locationOf(object, options.subresource)),
        query: { force: options.conflicts === 'take' ? true : undefined },
        encoded: encodeApply(withTypeMeta(resource, object)),
        options,
      }),
    async delete(resource, at, options = {}) {
      await json({
        method: 'DELETE',
        ...located('delete', resource, at),
        encoded: encodeDelete(options),
        options: { ...options, dryRun: undefined },
      });
    },
    createSubresource: (resource, at, body, options) =>
      json({
        method: 'POST',
        ...located('create', resource, at),
        encoded: { contentType: 'application/json', body: JSON.stringify(body) },
        options,
        retryWhenAsked: false,
      }),
    getText: (path, options) =>
      call<string>({ method: 'GET', path, request: `get ${path}`, options }, readText),
    close: () => transport.close(),
  };
}

function located(
  verb: string,
  resource: Resource,
  at: Partial<ObjectLocation>,
): { path: string; request: string } {
  const location = { resource, namespace: at.namespace, name: at.name, subresource: at.subresource };
  return { path: resourcePath(location), request: `${verb} ${describeLocation(location)}` };
}

function locationOf(object: KubeObject, subresource: string | undefined): Partial<ObjectLocation> {
  return { namespace: object.metadata?.namespace, name: object.metadata?.name ?? '', subresource };
}

function describeWrite(verb: string, resource: Resource, object: KubeObject): string {
  const { namespace, name, generateName } = object.metadata ?? {};
  return `${verb} ${describeLocation({ resource, namespace, name: name ?? `${generateName ?? ''}*` })}`;
}

function withTypeMeta<T extends KubeObject>(resource: Resource, object: T): T {
  return { ...object, apiVersion: apiVersionOf(resource), kind: resource.kind };
}

function encodeObject(resource: Resource, object: KubeObject): { contentType: string; body: string } {
  return { contentType: 'application/json', body: JSON.stringify(withTypeMeta(resource, object)) };
}

function encodeDelete(options: DeleteOptions): { contentType: string; body: string } {
  const { propagationPolicy, gracePeriodSeconds, preconditions } = options;
  const body = {
    apiVersion: 'v1',
    kind: 'DeleteOptions',
    propagationPolicy,
    gracePeriodSeconds,
    preconditions,
    dryRun: options.dryRun === true ? ['All'] : undefined,
  };
  return { contentType: 'application/json', body: JSON.stringify(body) };
}

function selectionQuery(options: ListOptions): Record<string, string | number | undefined> {
  return {
    labelSelector: options.labelSelector,
    fieldSelector: options.fieldSelector,
    limit: options.limit,
    continue: options.continue,
    resourceVersion: options.resourceVersion,
  };
}

function encodeQuery(query: Record<string, string | number | boolean | undefined>): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  if (given.length === 0) return '';
  return `?${new URLSearchParams(given.map(([key, value]): [string, string] => [key, String(value)]))}`;
}

function toWireRequest(
  { method, path, query, request, encoded, options = {} }: Call,
  signal: AbortSignal,
): WireRequest {
  return {
    method,
    path:
      path +
      encodeQuery({
        ...query,
        dryRun: options.dryRun === true ? 'All' : undefined,
        fieldManager: options.fieldManager,
      }),
    request,
    body: encoded?.body,
    contentType: encoded?.contentType,
    signal,
  };
}
