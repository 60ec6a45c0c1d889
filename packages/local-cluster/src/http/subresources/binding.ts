import { badRequest, conflict } from '../../errors/api-error.ts';
import { fieldsOf, textOf } from '../../objects/object-fields.ts';
import { isRecord } from '../../schema/decode.ts';
import { readObjectBody } from '../request-body.ts';
import { sendJson } from '../respond.ts';
import { writeOptionsOf } from '../write-options-of.ts';
import type { ServeSubresource } from './subresource-call.ts';

/** A scheduler gives a pod its node. */
export const serveBinding: ServeSubresource = async (request, { service }, { resource, key }) => {
  const body = await readObjectBody(request.message);
  const node = isRecord(body) ? textOf(fieldsOf(body.target).name) : '';
  if (node === '') throw badRequest('target.name: Required value');
  await service.change(resource, {
    key,
    options: writeOptionsOf(request),
    edit(pod) {
      const spec = fieldsOf(pod.spec);
      if (textOf(spec.nodeName) !== '')
        throw conflict(
          { ...resource, resource: 'pods/binding', name: key.name },
          `pod ${key.name} is already assigned to node ${JSON.stringify(spec.nodeName)}`,
        );
      return { body: { ...pod, spec: { ...spec, nodeName: node } } };
    },
  });
  sendJson(request, 201, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 });
};
