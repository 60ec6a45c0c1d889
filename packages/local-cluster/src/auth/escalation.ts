import { forbidden, type Subject } from '../errors/api-error.ts';
import type { PolicyRule, RbacAuthorizer } from './rbac.ts';
import type { UserInfo } from './user-info.ts';

/** Refuses a role or binding that grants more than its writer may do. */
export function refuseEscalation(
  authorizer: RbacAuthorizer,
  grant: { user: UserInfo; namespace: string; rules: PolicyRule[]; subject: Subject },
): void {
  const { user, namespace, rules, subject } = grant;
  if (user.groups.includes('system:masters')) return;
  const held = authorizer.rulesFor(user, namespace);
  const missing = rules.flatMap(singleRules).filter(rule => !held.some(owned => covers(owned, rule)));
  if (missing.length === 0) return;
  const groups = user.groups.map(name => JSON.stringify(name)).join(' ');
  throw forbidden(
    subject,
    `user ${JSON.stringify(user.username)} (groups=[${groups}]) is attempting to grant RBAC permissions not currently held:\n${describeRules(missing)}`,
  );
}

/** Whether a user may do anything to everything, as cluster-admin does. */
export function holdsEverything(authorizer: RbacAuthorizer, user: UserInfo): boolean {
  if (user.groups.includes('system:masters')) return true;
  const held = authorizer.rulesFor(user, '');
  return everything.every(rule => held.some(owned => covers(owned, rule)));
}

const everything: PolicyRule[] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
  { verbs: ['*'], nonResourceURLs: ['*'] },
];

/** One verb on one resource of one group, or on one path, each. */
function singleRules(rule: PolicyRule): PolicyRule[] {
  const names = rule.resourceNames ?? [];
  return rule.verbs.flatMap(verb => [
    ...(rule.apiGroups ?? []).flatMap(group =>
      (rule.resources ?? []).flatMap((resource): PolicyRule[] => {
        const single = { verbs: [verb], apiGroups: [group], resources: [resource] };
        return names.length === 0 ? [single] : names.map(name => ({ ...single, resourceNames: [name] }));
      }),
    ),
    ...(rule.nonResourceURLs ?? []).map(url => ({ verbs: [verb], nonResourceURLs: [url] })),
  ]);
}

function covers(owned: PolicyRule, wanted: PolicyRule): boolean {
  if (!hasAll(owned.verbs, wanted.verbs)) return false;
  if (wanted.nonResourceURLs)
    return wanted.nonResourceURLs.every(url =>
      (owned.nonResourceURLs ?? []).some(
        held => held === url || (held.endsWith('*') && url.startsWith(held.slice(0, -1))),
      ),
    );
  const names = owned.resourceNames ?? [];
  return (
    hasAll(owned.apiGroups ?? [], wanted.apiGroups ?? []) &&
    (wanted.resources ?? []).every(resource => coversResource(owned.resources ?? [], resource)) &&
    (names.length === 0 || hasOnly(names, wanted.resourceNames ?? []))
  );
}

function hasAll(held: string[], wanted: string[]): boolean {
  return held.includes('*') || wanted.every(item => held.includes(item));
}

function hasOnly(names: string[], wanted: string[]): boolean {
  return wanted.length > 0 && wanted.every(name => names.includes(name));
}

function coversResource(held: string[], wanted: string): boolean {
  const subresource = wanted.split('/')[1];
  return (
    held.includes('*') ||
    held.includes(wanted) ||
    (subresource !== undefined && held.includes(`*/${subresource}`))
  );
}

/** Rules that differ in their verbs alone are told as one. */
function describeRules(rules: PolicyRule[]): string {
  const merged = new Map<string, PolicyRule>();
  for (const rule of rules) {
    const { verbs, ...rest } = rule;
    const key = JSON.stringify(rest);
    merged.set(key, { ...rest, verbs: [...new Set([...(merged.get(key)?.verbs ?? []), ...verbs])] });
  }
  return [...merged.values()].map(describeRule).sort().join('\n');
}

function describeRule(rule: PolicyRule): string {
  const parts: Array<[string, string[] | undefined]> = [
    ['APIGroups', rule.apiGroups],
    ['Resources', rule.resources],
    ['NonResourceURLs', rule.nonResourceURLs],
    ['ResourceNames', rule.resourceNames],
    ['Verbs', rule.verbs],
  ];
  const texts = parts
    .filter(([, values]) => values !== undefined && values.length > 0)
    .map(([name, values]) => `${name}:[${values?.map(value => JSON.stringify(value)).join(' ')}]`);
  return `{${texts.join(', ')}}`;
}
