import { methodNotAllowed } from '../../errors/api-error.ts';
import { patchOne } from '../patch-handler.ts';
import { readObjectBody } from '../request-body.ts';
import { sendObject } from '../send-object.ts';
import { writeOptionsOf } from '../write-options-of.ts';
import type { ServeSubresource } from './subresource-call.ts';

/** The same object, of which only the status can be changed. */
export const serveStatus: ServeSubresource = async (request, { service }, { resource, key, verb }) => {
  switch (verb) {
    case 'get':
      return sendObject(request, { code: 200, resource, object: service.read(resource, key), service });
    case 'update': {
      const body = await readObjectBody(request.message);
      const options = writeOptionsOf(request);
      const object = await service.change(resource, {
        key,
        options,
        subresource: 'status',
        isReplacement: true,
        edit: () => ({ body }),
      });
      return sendObject(request, { code: 200, resource, object, service });
    }
    case 'patch':
      return await patchOne(request, service, { resource, key, subresource: 'status' });
    default:
      throw methodNotAllowed();
  }
};
