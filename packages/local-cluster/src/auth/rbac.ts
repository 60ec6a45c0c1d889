import { fieldsOf, listOf, textOf } from '../resources/object-fields.ts';
import type { ObjectReader } from '../resources/object-reader.ts';
import type { KubeObject } from '../storage/objects.ts';
import type { UserInfo } from './user-info.ts';

/** What somebody wants to do. */
export interface Attributes {
  user: UserInfo;
  verb: string;
  /** resource requests */
  group?: string;
  resource?: string;
  subresource?: string;
  namespace?: string;
  name?: string;
  /** other requests */
  path?: string;
}

export interface PolicyRule {
  verbs: string[];
  apiGroups?: string[];
  resources?: string[];
  resourceNames?: string[];
  nonResourceURLs?: string[];
}

const group = 'rbac.authorization.k8s.io';

/** Role-based access control over the Role and binding objects of the cluster. */
export class RbacAuthorizer {
  private readonly reader: ObjectReader;

  constructor(reader: ObjectReader) {
    this.reader = reader;
  }

  isAllowed(attributes: Attributes): boolean {
    if (attributes.user.groups.includes('system:masters')) return true;
    return this.rulesFor(attributes.user, attributes.namespace ?? '').some(rule =>
      ruleAllows(rule, attributes),
    );
  }

  /** Every rule that holds for a user, cluster-wide and in one namespace. */
  rulesFor(user: UserInfo, namespace: string): PolicyRule[] {
    const bindings = [
      ...this.reader.list(`${group}/clusterrolebindings`),
      ...(namespace === '' ? [] : this.reader.list(`${group}/rolebindings`, namespace)),
    ];
    return bindings
      .filter(binding => bindsUser(binding, user))
      .flatMap(({ roleRef, metadata }) => this.rulesOfRole(fieldsOf(roleRef), metadata.namespace ?? ''));
  }

  /** What a roleRef of a binding in a namespace grants; nothing when the role is not there. */
  rulesOfRole(reference: Record<string, unknown>, namespace: string): PolicyRule[] {
    const name = textOf(reference.name);
    const role =
      reference.kind === 'ClusterRole'
        ? this.reader.read(`${group}/clusterroles`, { name })
        : this.reader.read(`${group}/roles`, { namespace, name });
    if (!role) return [];
    return [...policyRules(role.rules), ...this.aggregatedRules(role)];
  }

  private aggregatedRules(role: KubeObject): PolicyRule[] {
    const selectors = listOf(fieldsOf(role.aggregationRule).clusterRoleSelectors);
    if (selectors.length === 0) return [];
    return this.reader
      .list(`${group}/clusterroles`)
      .filter(candidate =>
        selectors.some(selector =>
          Object.entries(fieldsOf(selector.matchLabels)).every(
            ([key, value]) => candidate.metadata.labels?.[key] === value,
          ),
        ),
      )
      .flatMap(candidate => policyRules(candidate.rules));
  }
}

function policyRules(rules: unknown): PolicyRule[] {
  return listOf(rules) as unknown as PolicyRule[];
}

function bindsUser(binding: KubeObject, user: UserInfo): boolean {
  return listOf(binding.subjects).some(subject => {
    const name = textOf(subject.name);
    if (subject.kind === 'User') return user.username === name;
    if (subject.kind === 'Group') return user.groups.includes(name);
    const namespace = textOf(subject.namespace) || binding.metadata.namespace;
    return user.username === `system:serviceaccount:${namespace}:${name}`;
  });
}

function ruleAllows(rule: PolicyRule, wanted: Attributes): boolean {
  if (!includes(rule.verbs, wanted.verb)) return false;
  if (wanted.path !== undefined)
    return (rule.nonResourceURLs ?? []).some(url => urlMatches(url, wanted.path ?? ''));
  const names = rule.resourceNames ?? [];
  return (
    includes(rule.apiGroups ?? [], wanted.group ?? '') &&
    resourceMatches(rule.resources ?? [], wanted) &&
    (names.length === 0 || names.includes(wanted.name ?? ''))
  );
}

function includes(list: string[], value: string): boolean {
  return list.includes('*') || list.includes(value);
}

function resourceMatches(resources: string[], { resource = '', subresource = '' }: Attributes): boolean {
  const combined = subresource === '' ? resource : `${resource}/${subresource}`;
  return resources.some(
    item => item === '*' || item === combined || (subresource !== '' && item === `*/${subresource}`),
  );
}

function urlMatches(pattern: string, path: string): boolean {
  return (
    pattern === '*' || pattern === path || (pattern.endsWith('*') && path.startsWith(pattern.slice(0, -1)))
  );
}
