import { isDeepStrictEqual } from 'node:util';
import { holdsEverything, refuseEscalation } from '../auth/escalation.ts';
import { type PolicyRule, RbacAuthorizer } from '../auth/rbac.ts';
import { forbidden, notFound } from '../errors/api-error.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import { fieldsOf, listOf, textOf } from '../objects/object-fields.ts';
import type { RuleContext } from '../resources/kind-rules.ts';

const group = 'rbac.authorization.k8s.io';

/** The writer of a role or binding must hold what it grants, or have the verb `escalate` or `bind`. */
export function admitRole(object: KubeObject, context: RuleContext, previous?: KubeObject): void {
  const { storage } = context.resource;
  if (storage === `${group}/roles` || storage === `${group}/clusterroles`)
    admitRules(object, context, previous);
  if (storage === `${group}/rolebindings` || storage === `${group}/clusterrolebindings`)
    admitBinding(object, context, previous);
}

function admitRules(object: KubeObject, context: RuleContext, previous: KubeObject | undefined): void {
  const { reader, resource, user } = context;
  if (previous && isDeepStrictEqual(withoutGarbageFields(object), withoutGarbageFields(previous))) return;
  const authorizer = new RbacAuthorizer(reader);
  const { name, namespace = '' } = object.metadata;
  if (authorizer.isAllowed({ user, verb: 'escalate', group, resource: resource.resource, namespace, name }))
    return;
  const rules = listOf(object.rules) as unknown as PolicyRule[];
  const subject = { ...resource, name };
  refuseEscalation(authorizer, { user, namespace, rules, subject });
  const isAggregated = [object, previous].some(hasAggregationRule);
  if (isAggregated && !holdsEverything(authorizer, user))
    throw forbidden(subject, 'must have cluster-admin privileges to use the aggregationRule');
}

/**
 * An aggregated role gathers the rules of roles to come, and labels say which roles it gathers: both count as a grant.
 * Source: Kubernetes, pkg/registry/rbac/clusterrole/policybased/storage.go.
 */
function hasAggregationRule(role: KubeObject | undefined): boolean {
  return listOf(fieldsOf(role?.aggregationRule).clusterRoleSelectors).length > 0;
}

/** What the garbage collector changes needs no authority over the rules. Source: Kubernetes, IsOnlyMutatingGCFields. */
function withoutGarbageFields({ metadata, ...rest }: KubeObject) {
  const { finalizers: _finalizers, ownerReferences: _owners, managedFields: _managed, ...kept } = metadata;
  return { ...rest, metadata: kept };
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
