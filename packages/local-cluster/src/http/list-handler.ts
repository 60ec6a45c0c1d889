import type { ObjectService } from '../resources/object-service.ts';
import {
  matchesFields,
  matchesSelector,
  parseFieldSelector,
  parseLabelSelector,
} from '../resources/selectors.ts';
import { groupVersionOf, type ServedResource } from '../resources/served-resource.ts';
import { objectJson } from '../storage/object-json.ts';
import type { KubeObject } from '../storage/objects.ts';
import { buildTable } from '../table/table.ts';
import { type ApiRequest, numberParameter } from './api-request.ts';
import { decodeContinue, encodeContinue } from './continue-token.ts';
import { negotiateForm } from './negotiate.ts';
import { partialMetadata } from './partial-metadata.ts';
import { sendJson, sendText } from './respond.ts';

export interface ListTarget {
  resource: ServedResource;
  namespace: string;
  /** a name in the path of a list or watch is one more field selector */
  name?: string;
}

/** Which objects of a collection a request selects. */
export function selectionOf(
  query: URLSearchParams,
  target: Pick<ListTarget, 'namespace' | 'name'>,
): (object: KubeObject) => boolean {
  const labels = parseLabelSelector(query.get('labelSelector') ?? '');
  const fields = parseFieldSelector(query.get('fieldSelector') ?? '');
  if (target.name) fields.push({ path: 'metadata.name', value: target.name, isNegated: false });
  return object =>
    (target.namespace === '' || object.metadata.namespace === target.namespace) &&
    matchesSelector(labels, object.metadata.labels ?? {}) &&
    matchesFields(fields, object);
}

export function listObjects(request: ApiRequest, service: ObjectService, target: ListTarget): void {
  const { resource, namespace } = target;
  const form = negotiateForm(request.message.headers.accept);
  const selects = selectionOf(request.query, target);
  const matching = service.list(resource, namespace).filter(selects);
  const page = pageOf(matching, request.query, service.parts.store.version);
  const metadata = {
    resourceVersion: String(page.version),
    ...(page.continueToken !== undefined && {
      continue: page.continueToken,
      remainingItemCount: page.remaining,
    }),
  };
  if (form.kind === 'table') {
    const table = buildTable({
      resource,
      objects: page.items,
      now: service.parts.now(),
      version: form.version,
      query: request.query,
    });
    sendJson(request, 200, { ...table, metadata });
    return;
  }
  if (form.kind === 'metadata') {
    const items = page.items.map(partialMetadata);
    sendJson(request, 200, {
      kind: 'PartialObjectMetadataList',
      apiVersion: `meta.k8s.io/${form.version}`,
      metadata,
      items,
    });
    return;
  }
  const head = { kind: resource.listKind, apiVersion: groupVersionOf(resource), metadata };
  const items = page.items.map(objectJson).join(',');
  sendText(request, {
    code: 200,
    type: 'application/json',
    text: `${JSON.stringify(head).slice(0, -1)},"items":[${items}]}`,
  });
}

interface Page {
  items: KubeObject[];
  version: number;
  continueToken?: string;
  remaining?: number;
}

function pageOf(matching: KubeObject[], query: URLSearchParams, version: number): Page {
  const limit = numberParameter(query, 'limit') ?? 0;
  const token = query.get('continue');
  const start = token ? decodeContinue(token) : undefined;
  const from = start ? matching.filter(object => orderKey(object) > start.after) : matching;
  if (limit <= 0 || from.length <= limit) return { items: from, version: start?.version ?? version };
  const items = from.slice(0, limit);
  const last = items.at(-1);
  return {
    items,
    version: start?.version ?? version,
    remaining: from.length - limit,
    continueToken: encodeContinue({ version: start?.version ?? version, after: last ? orderKey(last) : '' }),
  };
}

function orderKey({ metadata }: KubeObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}
