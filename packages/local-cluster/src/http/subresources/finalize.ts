import { readObjectBody } from '../request-body.ts';
import { sendObject } from '../send-object.ts';
import { writeOptionsOf } from '../write-options-of.ts';
import type { ServeSubresource } from './subresource-call.ts';

/** Empties `spec.finalizers` of a namespace whose content is gone. */
export const serveFinalize: ServeSubresource = async (request, { service }, { resource, key }) => {
  const body = await readObjectBody(request.message);
  const object = await service.change(resource, {
    key,
    options: writeOptionsOf(request),
    subresource: 'finalize',
    edit: () => ({ body }),
  });
  sendObject(request, { code: 200, resource, object, service });
};
