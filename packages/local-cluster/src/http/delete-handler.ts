import { ApiError, badRequest, invalid } from '../errors/api-error.ts';
import type { ObjectKey } from '../objects/kube-object.ts';
import type { ObjectService } from '../resources/object-service.ts';
import { groupVersionOf, type ServedResource } from '../resources/served-resource.ts';
import type { DeletionRequest } from '../resources/verbs/delete.ts';
import { isRecord } from '../schema/decode.ts';
import { fieldErrors } from '../schema/field-error.ts';
import { type ApiRequest, isTrue, numberParameter } from './api-request.ts';
import { selectionOf } from './list-handler.ts';
import { readObjectBody } from './request-body.ts';
import { sendJson } from './respond.ts';
import { sendObject } from './send-object.ts';
import { writeOptionsOf } from './write-options-of.ts';

type Wishes = Omit<DeletionRequest, 'key'>;

export async function deleteOne(
  request: ApiRequest,
  service: ObjectService,
  target: { resource: ServedResource; key: ObjectKey },
): Promise<void> {
  const { resource, key } = target;
  const wishes = await deletionWishes(request);
  const { object, isGone } = await service.delete(resource, { ...wishes, key });
  if (!isGone || resource.storage === '/pods') {
    sendObject(request, { code: 200, resource, object, service });
    return;
  }
  const { group, resource: kind } = resource;
  sendJson(request, 200, {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: { name: key.name, ...(group !== '' && { group }), kind, uid: object.metadata.uid },
  });
}

export async function deleteCollection(
  request: ApiRequest,
  service: ObjectService,
  target: { resource: ServedResource; namespace: string },
): Promise<void> {
  const { resource, namespace } = target;
  const wishes = await deletionWishes(request);
  const items = service.list(resource, namespace).filter(selectionOf(request.query, { namespace, resource }));
  await Promise.all(
    items.map(async ({ metadata }) => {
      const key = {
        ...(metadata.namespace !== undefined && { namespace: metadata.namespace }),
        name: metadata.name,
      };
      try {
        await service.delete(resource, { ...wishes, key });
      } catch (error) {
        // Another client deleted the object first.
        if (!(error instanceof ApiError && error.reason === 'NotFound')) throw error;
      }
    }),
  );
  const metadata = { resourceVersion: String(service.parts.store.version) };
  sendJson(request, 200, { kind: resource.listKind, apiVersion: groupVersionOf(resource), metadata, items });
}

/** DeleteOptions come in the body; some also as query parameters. */
async function deletionWishes(request: ApiRequest): Promise<Wishes> {
  const { query } = request;
  const body = (await readObjectBody(request.message)) ?? {};
  if (!isRecord(body)) throw badRequest('the body of a delete must be DeleteOptions');
  const options = writeOptionsOf(request);
  const isDryRun = Array.isArray(body.dryRun) && body.dryRun.includes('All');
  const grace =
    typeof body.gracePeriodSeconds === 'number'
      ? body.gracePeriodSeconds
      : numberParameter(query, 'gracePeriodSeconds');
  checkPolicy(body, query);
  const orphan =
    body.orphanDependents ?? (query.has('orphanDependents') ? isTrue(query, 'orphanDependents') : undefined);
  const policy =
    body.propagationPolicy ?? query.get('propagationPolicy') ?? (orphan === true ? 'Orphan' : undefined);
  return {
    options: { ...options, dryRun: options.dryRun || isDryRun },
    ...(grace !== undefined && { gracePeriodSeconds: grace }),
    ...(policy ? { propagationPolicy: policy as 'Foreground' } : {}),
    ...(isRecord(body.preconditions) && { preconditions: body.preconditions }),
  };
}

const policies = ['Foreground', 'Background', 'Orphan'];

function checkPolicy(body: Record<string, unknown>, query: URLSearchParams): void {
  const policy = body.propagationPolicy ?? query.get('propagationPolicy') ?? undefined;
  const orphan = body.orphanDependents ?? query.get('orphanDependents') ?? undefined;
  const errors = [
    ...(policy !== undefined && orphan !== undefined
      ? [
          fieldErrors.invalid(
            'propagationPolicy',
            policy,
            'orphanDependents and deletionPropagation cannot be both set',
          ),
        ]
      : []),
    ...(policy === undefined || policies.includes(String(policy))
      ? []
      : [fieldErrors.notSupported('propagationPolicy', policy, [...policies, 'nil'])]),
  ];
  if (errors.length > 0) throw invalid({ group: 'meta.k8s.io', kind: 'DeleteOptions' }, '', errors);
}
