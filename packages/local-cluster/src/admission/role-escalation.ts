import { isDeepStrictEqual } from 'node:util';
import { refuseEscalation } from '../auth/escalation.ts';
import { type PolicyRule, RbacAuthorizer } from '../auth/rbac.ts';
import { notFound } from '../errors/api-error.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import { fieldsOf, listOf, textOf } from '../objects/object-fields.ts';
import type { RuleContext } from '../resources/kind-rules.ts';

const group = 'rbac.authorization.k8s.io';

/** Who writes a role or a binding holds what it grants, or has the verb `escalate` or `bind`. */
export function admitRole(object: KubeObject, context: RuleContext, previous?: KubeObject): void {
  const { storage } = context.resource;
  if (storage === `${group}/roles` || storage === `${group}/clusterroles`)
    admitRules(object, context, previous);
  if (storage === `${group}/rolebindings` || storage === `${group}/clusterrolebindings`)
    admitBinding(object, context, previous);
}

function admitRules(object: KubeObject, context: RuleContext, previous: KubeObject | undefined): void {
  const { reader, resource, user } = context;
  if (previous && isDeepStrictEqual(object.rules, previous.rules)) return;
  const authorizer = new RbacAuthorizer(reader);
  const { name, namespace = '' } = object.metadata;
  if (authorizer.isAllowed({ user, verb: 'escalate', group, resource: resource.resource, namespace, name }))
    return;
  const rules = listOf(object.rules) as unknown as PolicyRule[];
  refuseEscalation(authorizer, { user, namespace, rules, subject: { ...resource, name } });
}

function admitBinding(object: KubeObject, context: RuleContext, previous: KubeObject | undefined): void {
  const { reader, resource, user } = context;
  const isSame =
    previous &&
    isDeepStrictEqual(object.roleRef, previous.roleRef) &&
    isDeepStrictEqual(object.subjects, previous.subjects);
  if (isSame) return;
  const authorizer = new RbacAuthorizer(reader);
  const { name, namespace = '' } = object.metadata;
  const reference = fieldsOf(object.roleRef);
  const bind = {
    user,
    verb: 'bind',
    group,
    resource: reference.kind === 'ClusterRole' ? 'clusterroles' : 'roles',
    namespace,
    name: textOf(reference.name),
  };
  if (authorizer.isAllowed(bind)) return;
  const key = reference.kind === 'ClusterRole' ? { name: bind.name } : { namespace, name: bind.name };
  if (!user.groups.includes('system:masters') && !reader.read(`${group}/${bind.resource}`, key))
    throw notFound({ ...resource, name: bind.name });
  const rules = authorizer.rulesOfRole(reference, namespace);
  refuseEscalation(authorizer, { user, namespace, rules, subject: { ...resource, name } });
}
