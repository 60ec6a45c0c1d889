import type { KubeObject } from '../objects/kube-object.ts';
import { objectJson } from '../objects/object-json.ts';
import { partialMetadata } from '../objects/partial-metadata.ts';
import type { ObjectService } from '../resources/object-service.ts';
import type { ServedResource } from '../resources/served-resource.ts';
import { buildTable } from '../table/table.ts';
import type { ApiRequest } from './api-request.ts';
import { negotiateForm } from './negotiate.ts';
import { sendJson, sendText } from './respond.ts';

/** One object in the form the client asked for. */
export function sendObject(
  request: ApiRequest,
  answer: { code: number; resource: ServedResource; object: KubeObject; service: ObjectService },
): void {
  const { code, resource, object, service } = answer;
  const form = negotiateForm(request.message.headers.accept);
  switch (form.kind) {
    case 'object':
      sendText(request, { code, type: 'application/json', text: objectJson(object) });
      return;
    case 'metadata':
      sendJson(request, code, partialMetadata(object));
      return;
    case 'table': {
      const table = buildTable({
        resource,
        objects: [object],
        now: service.parts.now(),
        version: form.version,
        query: request.query,
      });
      sendJson(request, code, {
        ...table,
        metadata: { resourceVersion: object.metadata.resourceVersion },
      });
    }
  }
}
