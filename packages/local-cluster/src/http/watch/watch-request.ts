import { ApiError, expired } from '../../errors/api-error.ts';
import type { KubeObject } from '../../objects/kube-object.ts';
import { fromStored } from '../../resources/convert.ts';
import type { ObjectService } from '../../resources/object-service.ts';
import { startTimer } from '../../runtime/timer.ts';
import type { StoredChange } from '../../storage/watch-history.ts';
import { type ApiRequest, isTrue, numberParameter } from '../api-request.ts';
import { type ListTarget, selectionOf } from '../list-handler.ts';
import { checkListOptions, versionProblem } from '../list-options.ts';
import { negotiateForm } from '../negotiate.ts';
import { writeHead } from '../respond.ts';
import { WatchEncoder } from './watch-encoder.ts';

const bookmarkIntervalMs = 60_000;
const defaultTimeoutSeconds = 1800;
const definitions = 'apiextensions.k8s.io/customresourcedefinitions';

/** Streams changes of a collection as lines of JSON until the client leaves or the timeout comes. */
export function watchObjects(request: ApiRequest, service: ObjectService, target: ListTarget): void {
  const { response, query, message } = request;
  const { store } = service.parts;
  const { resource } = target;
  checkListOptions(query);
  const problem = versionProblem(query.get('resourceVersion') ?? '');
  if (problem !== undefined) throw new ApiError({ code: 500, reason: '', message: problem });
  const selects = selectionOf(query, target);
  const encoder = new WatchEncoder({
    resource,
    form: negotiateForm(message.headers.accept),
    query,
    now: () => service.parts.now(),
  });
  const start = startingPoint(query, store.version);
  const missed = start.kind === 'after' ? store.changesAfter(resource.storage, start.version) : [];
  writeHead(response, { code: 200, headers: { 'content-type': 'application/json' } });
  response.flushHeaders();
  if (missed === 'expired') {
    const version = start.kind === 'after' ? start.version : 0;
    response.end(
      encoder.error(expired(`too old resource version: ${version} (${store.version})`).toStatus()),
    );
    return;
  }
  const send = (change: StoredChange) => {
    const line = eventLine(change, { resource, selects, encoder });
    if (line !== undefined) response.write(line);
  };
  if (start.kind === 'all')
    for (const object of service.list(resource, target.namespace).filter(selects))
      response.write(encoder.event('ADDED', object));
  if (start.wantsInitialBookmark) response.write(encoder.bookmark(store.version, { isInitialEnd: true }));
  for (const change of missed) send(change);
  const stop = store.onChange(change => {
    if (change.storage === resource.storage) send(change);
    else if (changesDefinition(change, resource)) response.end();
  });
  const wantsBookmarks = isTrue(query, 'allowWatchBookmarks');
  const bookmarks = wantsBookmarks
    ? setInterval(() => response.write(encoder.bookmark(store.version)), bookmarkIntervalMs)
    : undefined;
  const seconds = numberParameter(query, 'timeoutSeconds') || defaultTimeoutSeconds;
  const timeout = startTimer(seconds * 1000, () => {
    if (wantsBookmarks) response.write(encoder.bookmark(store.version));
    response.end();
  });
  response.on('close', () => {
    stop();
    clearInterval(bookmarks);
    timeout.cancel();
  });
}

/** Watches of a kind end when its definition changes, and clients come back to the new one. */
function changesDefinition(change: StoredChange, { group, resource }: ListTarget['resource']): boolean {
  if (change.storage !== definitions || change.object.metadata.name !== `${resource}.${group}`) return false;
  return (
    change.type === 'DELETED' || change.object.metadata.generation !== change.previous?.metadata.generation
  );
}

type Start = { wantsInitialBookmark: boolean } & (
  | { kind: 'all' }
  | { kind: 'now' }
  | { kind: 'after'; version: number }
);

/** No version (or 0): first what exists, as ADDED. sendInitialEvents asks for the same and a bookmark behind it. */
function startingPoint(query: URLSearchParams, current: number): Start {
  const sendsInitial = query.get('sendInitialEvents');
  if (sendsInitial === 'true')
    return { kind: 'all', wantsInitialBookmark: isTrue(query, 'allowWatchBookmarks') };
  const version = query.get('resourceVersion') ?? '';
  if (version === '' || version === '0')
    return { kind: sendsInitial === 'false' ? 'now' : 'all', wantsInitialBookmark: false };
  return { kind: 'after', version: Math.min(Number(version), current), wantsInitialBookmark: false };
}

interface EventContext {
  resource: ListTarget['resource'];
  selects(object: KubeObject): boolean;
  encoder: WatchEncoder;
}

/** An object that begins or ceases to match a selector is ADDED or DELETED to that watcher. */
function eventLine(change: StoredChange, { resource, selects, encoder }: EventContext): string | undefined {
  const object = fromStored(resource, change.object);
  const matches = change.type !== 'DELETED' && selects(object);
  const matched = change.previous !== undefined && selects(fromStored(resource, change.previous));
  if (matches) return encoder.event(matched ? 'MODIFIED' : 'ADDED', object);
  if (!matched || !change.previous) return undefined;
  if (change.type === 'DELETED') return encoder.event('DELETED', object);
  const last = fromStored(resource, change.previous);
  return encoder.event('DELETED', {
    ...last,
    metadata: { ...last.metadata, resourceVersion: object.metadata.resourceVersion },
  });
}
