import type { Attributes, PolicyRule } from '../auth/rbac.ts';
import { issuer } from '../auth/service-account-tokens.ts';
import type { UserInfo } from '../auth/user-info.ts';
import { badRequest, invalid } from '../errors/api-error.ts';
import { type Fields, fieldsOf, textOf } from '../objects/object-fields.ts';
import { timestamp } from '../objects/timestamp.ts';
import { groupVersionOf, type ServedResource } from '../resources/served-resource.ts';
import { isRecord } from '../schema/decode.ts';
import { fieldErrors } from '../schema/field-error.ts';
import type { ApiRequest } from './api-request.ts';
import type { HandlerParts } from './handler-parts.ts';
import { readObjectBody } from './request-body.ts';
import { sendJson } from './respond.ts';

type Review = (input: {
  body: Record<string, unknown>;
  user: UserInfo;
  parts: HandlerParts;
  namespace: string;
}) => object;

/** Kinds that are questions: they are created, answered and not kept. */
const reviews: Record<string, Review> = {
  'authorization.k8s.io/selfsubjectaccessreviews': ({ body, user, parts }) => accessStatus(body, user, parts),
  'authorization.k8s.io/subjectaccessreviews': ({ body, parts }) => accessStatus(body, userOf(body), parts),
  'authorization.k8s.io/localsubjectaccessreviews': ({ body, parts, namespace }) => {
    const attributes = fieldsOf(body.spec, 'resourceAttributes');
    if (attributes.namespace !== namespace)
      throw invalid({ group: 'authorization.k8s.io', kind: 'LocalSubjectAccessReview' }, '', [
        fieldErrors.invalid(
          'spec.resourceAttributes.namespace',
          attributes.namespace,
          `must match metadata.namespace`,
        ),
      ]);
    return accessStatus(body, userOf(body), parts);
  },
  'authorization.k8s.io/selfsubjectrulesreviews': ({ body, user, parts }) => rulesStatus(body, user, parts),
  'authentication.k8s.io/selfsubjectreviews': ({ user }) => ({ userInfo: user }),
  'authentication.k8s.io/tokenreviews': ({ body, parts }) =>
    tokenStatus(textOf(fieldsOf(body.spec).token), parts),
};

export function isReview(resource: ServedResource): boolean {
  return Object.hasOwn(reviews, resource.storage);
}

export async function answerReview(
  request: ApiRequest,
  parts: HandlerParts,
  target: { resource: ServedResource; namespace: string },
): Promise<void> {
  const { resource, namespace } = target;
  const body = await readObjectBody(request.message);
  if (!isRecord(body)) throw badRequest('the body of the request is not an object');
  const status = reviews[resource.storage]?.({ body, user: request.user, parts, namespace });
  sendJson(request, 201, {
    kind: resource.kind,
    apiVersion: groupVersionOf(resource),
    metadata: metadataOf(body, {
      isOwn: resource.resource === 'selfsubjectreviews',
      now: parts.service.parts.now(),
    }),
    ...(body.spec !== undefined && { spec: body.spec }),
    status,
  });
}

/** SelfSubjectReview sets creationTimestamp; other reviews return the metadata as sent. */
function metadataOf(body: Record<string, unknown>, { isOwn, now }: { isOwn: boolean; now: Date }): Fields {
  return { ...fieldsOf(body.metadata), ...(isOwn && { creationTimestamp: timestamp(now) }) };
}

function accessStatus(body: Record<string, unknown>, user: UserInfo, { authorizer }: HandlerParts) {
  const { resourceAttributes, nonResourceAttributes } = fieldsOf(body.spec);
  if ((resourceAttributes === undefined) === (nonResourceAttributes === undefined))
    throw invalid({ group: 'authorization.k8s.io', kind: '' }, '', [
      fieldErrors.invalid(
        'spec.resourceAttributes',
        null,
        'exactly one of nonResourceAttributes or resourceAttributes must be specified',
      ),
    ]);
  const { isAllowed, reason } = authorizer.decide(attributesOf(fieldsOf(body.spec), user));
  return { allowed: isAllowed, ...(reason !== undefined && { reason }) };
}

function attributesOf(spec: Record<string, unknown>, user: UserInfo): Attributes {
  if (spec.nonResourceAttributes !== undefined) {
    const { verb, path } = fieldsOf(spec.nonResourceAttributes);
    return { user, verb: textOf(verb), path: textOf(path) };
  }
  const { verb, group, resource, subresource, namespace, name } = fieldsOf(spec.resourceAttributes);
  return {
    user,
    verb: textOf(verb),
    group: textOf(group),
    resource: textOf(resource),
    subresource: textOf(subresource),
    namespace: textOf(namespace),
    name: textOf(name),
  };
}

function userOf(body: Record<string, unknown>): UserInfo {
  const { user, uid, groups } = fieldsOf(body.spec);
  return {
    username: textOf(user),
    uid: textOf(uid),
    groups: Array.isArray(groups) ? groups.map(String) : [],
  };
}

function rulesStatus(body: Record<string, unknown>, user: UserInfo, { authorizer }: HandlerParts) {
  if (textOf(fieldsOf(body.spec).namespace) === '') throw badRequest('no namespace on request');
  const rules = authorizer.rulesFor(user, textOf(fieldsOf(body.spec).namespace));
  const all: PolicyRule[] = user.groups.includes('system:masters')
    ? [
        { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
        { verbs: ['*'], nonResourceURLs: ['*'] },
      ]
    : rules;
  return {
    resourceRules: all.filter(rule => rule.resources !== undefined),
    nonResourceRules: all
      .filter(rule => rule.nonResourceURLs !== undefined)
      .map(({ verbs, nonResourceURLs }) => ({ verbs, nonResourceURLs })),
    incomplete: false,
  };
}

function tokenStatus(token: string, { tokens }: HandlerParts) {
  const user = tokens.authenticate(token);
  if (!user) return { user: {}, error: 'invalid bearer token' };
  return { authenticated: true, user, audiences: [issuer] };
}
