import { badRequest } from '../errors/api-error.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import { matchesSelector } from '../objects/label-selector.ts';
import { objectJson } from '../objects/object-json.ts';
import { partialMetadata } from '../objects/partial-metadata.ts';
import { refuseUnknownFields } from '../resources/field-labels.ts';
import type { ObjectService } from '../resources/object-service.ts';
import { matchesFields, parseFieldSelector, parseLabelSelector } from '../resources/selectors.ts';
import { groupVersionOf, type ServedResource } from '../resources/served-resource.ts';
import { buildTable } from '../table/table.ts';
import type { ApiRequest } from './api-request.ts';
import { checkListOptions, versionProblem } from './list-options.ts';
import { readPage } from './list-page.ts';
import { negotiateForm } from './negotiate.ts';
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
  target: Pick<ListTarget, 'namespace' | 'name'> & { resource: ServedResource },
): (object: KubeObject) => boolean {
  const labels = parseLabelSelector(query.get('labelSelector') ?? '');
  const fields = parseFieldSelector(query.get('fieldSelector') ?? '');
  refuseUnknownFields(target.resource, fields);
  if (target.name) fields.push({ path: 'metadata.name', value: target.name, isNegated: false });
  return object =>
    (target.namespace === '' || object.metadata.namespace === target.namespace) &&
    matchesSelector(labels, object.metadata.labels ?? {}) &&
    matchesFields(fields, object);
}

export function listObjects(request: ApiRequest, service: ObjectService, target: ListTarget): void {
  const { resource, namespace } = target;
  const form = negotiateForm(request.message.headers.accept);
  checkListOptions(request.query);
  const problem = versionProblem(request.query.get('resourceVersion') ?? '');
  if (problem !== undefined) throw badRequest(`invalid resource version: ${problem}`);
  const selects = selectionOf(request.query, target);
  const page = readPage(request.query, {
    current: service.parts.store.version,
    objectsAt: version => {
      const objects = service.listAt(resource, version, namespace);
      return objects === 'expired' ? objects : objects.filter(selects);
    },
  });
  const metadata = {
    ...(resource.custom && { continue: '' }),
    resourceVersion: String(page.version),
    ...(page.continueToken !== undefined && {
      continue: page.continueToken,
      // With a selector the remaining items are not counted, as in kube-apiserver.
      ...(!isSelective(request.query) && { remainingItemCount: page.remaining }),
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
  const items = page.items.map(resource.custom ? objectJson : itemJson).join(',');
  sendText(request, {
    code: 200,
    type: 'application/json',
    text: `${JSON.stringify(head).slice(0, -1)},"items":[${items}]}`,
  });
}

function isSelective(query: URLSearchParams): boolean {
  return Boolean(query.get('labelSelector') || query.get('fieldSelector'));
}

/** Items of built-in kinds leave out what the list says already. */
function itemJson({ apiVersion: _apiVersion, kind: _kind, ...item }: KubeObject): string {
  return JSON.stringify(item);
}
