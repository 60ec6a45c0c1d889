import { issuer } from '../../auth/service-account-tokens.ts';
import { badRequest, invalid, notFound } from '../../errors/api-error.ts';
import { fieldsOf, numberOf, textOf } from '../../objects/object-fields.ts';
import { timestamp } from '../../objects/timestamp.ts';
import { isRecord } from '../../schema/decode.ts';
import { fieldErrors } from '../../schema/field-error.ts';
import { readObjectBody } from '../request-body.ts';
import { sendJson } from '../respond.ts';
import type { ServeSubresource } from './subresource-call.ts';

const shortestSeconds = 600;

/** A token for a service account: `kubectl create token`, and what a kubelet asks for its pods. */
export const serveToken: ServeSubresource = async (request, { service, tokens }, { resource, key }) => {
  const body = (await readObjectBody(request.message)) ?? {};
  if (!isRecord(body)) throw badRequest('the body of the request is not a TokenRequest');
  const account = service.read(resource, key);
  const spec = fieldsOf(body.spec);
  const expirationSeconds = numberOf(spec.expirationSeconds, 3600);
  if (expirationSeconds < shortestSeconds)
    throw invalid({ group: 'authentication.k8s.io', kind: 'TokenRequest' }, '', [
      fieldErrors.invalid(
        'spec.expirationSeconds',
        expirationSeconds,
        'may not specify a duration less than 10 minutes',
      ),
    ]);
  const { namespace = '' } = key;
  const bound = fieldsOf(spec.boundObjectRef);
  const pod =
    bound.kind === 'Pod'
      ? service.parts.store.read('/pods', { namespace, name: textOf(bound.name) })
      : undefined;
  if (bound.kind === 'Pod' && !pod) throw notFound({ group: '', resource: 'pods', name: textOf(bound.name) });
  const audiences =
    Array.isArray(spec.audiences) && spec.audiences.length > 0 ? spec.audiences.map(String) : [issuer];
  const { token, expires } = tokens.issue({
    namespace,
    serviceAccountName: key.name,
    serviceAccountUid: account.metadata.uid,
    audiences,
    expirationSeconds,
    ...(pod && { pod: { name: pod.metadata.name, uid: pod.metadata.uid } }),
  });
  sendJson(request, 201, {
    kind: 'TokenRequest',
    apiVersion: 'authentication.k8s.io/v1',
    metadata: { name: key.name, namespace, creationTimestamp: timestamp(service.parts.now()) },
    spec: { audiences, expirationSeconds, boundObjectRef: spec.boundObjectRef ?? null },
    status: { token, expirationTimestamp: timestamp(expires) },
  });
};
