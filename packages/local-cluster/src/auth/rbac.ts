import type { KubeObject } from '../objects/kube-object.ts';
import { matchesSelector } from '../objects/label-selector.ts';
import { type Fields, fieldsOf, listOf, textOf } from '../objects/object-fields.ts';
import type { ObjectReader } from '../objects/object-reader.ts';
import type { UserInfo } from './user-info.ts';

/** The action that a user asks for. */
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

/** What one binding gives a user. */
interface Grant {
  binding: KubeObject;
  subject: Fields;
  rules: PolicyRule[];
}

const group = 'rbac.authorization.k8s.io';

/** Role-based access control over the Role and binding objects of the cluster. */
export class RbacAuthorizer {
  private readonly reader: ObjectReader;

  constructor(reader: ObjectReader) {
    this.reader = reader;
  }

  isAllowed(attributes: Attributes): boolean {
    return this.decide(attributes).isAllowed;
  }

  /** The reason names the binding that allows it. */
  decide(attributes: Attributes): { isAllowed: boolean; reason?: string } {
    const { user, namespace = '' } = attributes;
    if (user.groups.includes('system:masters')) return { isAllowed: true };
    const grant = this.grantsOf(user, namespace).find(({ rules }) =>
      rules.some(rule => ruleAllows(rule, attributes)),
    );
    return grant ? { isAllowed: true, reason: describeGrant(grant) } : { isAllowed: false };
  }

  /** Every rule that holds for a user, cluster-wide and in one namespace. */
  rulesFor(user: UserInfo, namespace: string): PolicyRule[] {
    return this.grantsOf(user, namespace).flatMap(({ rules }) => rules);
  }

  private grantsOf(user: UserInfo, namespace: string): Grant[] {
    const bindings = [
      ...this.reader.list(`${group}/clusterrolebindings`),
      ...(namespace === '' ? [] : this.reader.list(`${group}/rolebindings`, namespace)),
    ];
    return bindings.flatMap(binding => {
      const subject = subjectOf(binding, user);
      if (!subject) return [];
      const rules = this.rulesOfRole(fieldsOf(binding.roleRef), binding.metadata.namespace ?? '');
      return { binding, subject, rules };
    });
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
        selectors.some(selector => matchesSelector(selector, candidate.metadata.labels ?? {})),
      )
      .flatMap(candidate => policyRules(candidate.rules));
  }
}

function policyRules(rules: unknown): PolicyRule[] {
  return listOf(rules) as unknown as PolicyRule[];
}

function subjectOf(binding: KubeObject, user: UserInfo): Fields | undefined {
  return listOf(binding.subjects).find(subject => {
    const name = textOf(subject.name);
    if (subject.kind === 'User') return user.username === name;
    if (subject.kind === 'Group') return user.groups.includes(name);
    const namespace = textOf(subject.namespace) || binding.metadata.namespace;
    return user.username === `system:serviceaccount:${namespace}:${name}`;
  });
}

/** `RBAC: allowed by RoleBinding "reader/default" of Role "reader" to User "jane"` */
function describeGrant({ binding, subject }: Grant): string {
  const role = fieldsOf(binding.roleRef);
  const { name, namespace } = binding.metadata;
  const quoted = (first: string, second = ''): string =>
    JSON.stringify(second ? `${first}/${second}` : first);
  const to = quoted(textOf(subject.name), textOf(subject.namespace));
  return `RBAC: allowed by ${binding.kind} ${quoted(name, namespace)} of ${textOf(role.kind)} ${quoted(textOf(role.name))} to ${textOf(subject.kind)} ${to}`;
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
