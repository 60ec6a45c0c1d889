import { expect, test } from 'vitest';
import type { Pod, Policy } from './objects.ts';
import { filterRules } from './rules.ts';

const pod = (address: string, app: string, namespace = 'shop'): Pod => ({
  address,
  namespace,
  labels: { app },
  ports: [{ name: 'web', containerPort: 8080 }],
});

const policy = (parts: Partial<Policy>): Policy => ({
  namespace: 'shop',
  podSelector: {},
  policyTypes: ['Ingress'],
  ingress: [],
  egress: [],
  ...parts,
});

const pods = [pod('10.0.0.1', 'front'), pod('10.0.0.2', 'back'), pod('10.0.0.3', 'front', 'other')];
const namespaces = [
  { name: 'shop', labels: { team: 'shop' } },
  { name: 'other', labels: { team: 'other' } },
];

/** Lines of the chain that decides about this pod; undefined: no policy isolates it. */
function chainOf(rules: string, direction: 'ingress' | 'egress', address: string): string[] | undefined {
  const own = direction === 'ingress' ? 'daddr' : 'saddr';
  const name = new RegExp(`ip ${own} ${address} jump (\\S+)`).exec(rules)?.[1];
  if (name === undefined) return undefined;
  return new RegExp(`chain ${name} \\{\\n([^}]*(?:\\{[^}]*\\}[^}]*)*?)\\n  \\}`)
    .exec(rules)?.[1]
    ?.split('\n')
    .map(line => line.trim());
}

const ingressOf = (parts: Partial<Policy>, address = '10.0.0.2') =>
  chainOf(filterRules({ pods, namespaces, policies: [policy(parts)] }), 'ingress', address);

test('without a policy nobody is isolated', () => {
  expect(filterRules({ pods, namespaces, policies: [] })).not.toContain('drop');
});

test('a policy without rules refuses all, in its namespace and its direction only', () => {
  const rules = filterRules({ pods, namespaces, policies: [policy({})] });
  expect(chainOf(rules, 'ingress', '10.0.0.1')).toEqual(['drop']);
  expect(chainOf(rules, 'ingress', '10.0.0.2')).toEqual(['drop']);
  expect(chainOf(rules, 'ingress', '10.0.0.3')).toBeUndefined();
  expect(chainOf(rules, 'egress', '10.0.0.1')).toBeUndefined();
});

test('a pod selector alone means pods of the own namespace', () => {
  const from = [{ podSelector: { matchLabels: { app: 'front' } } }];
  expect(ingressOf({ ingress: [{ from }] })).toEqual(['ip saddr { 10.0.0.1 } return', 'drop']);
});

test('a namespace selector means pods of those namespaces, with a pod selector some of them', () => {
  const namespaceSelector = { matchLabels: { team: 'other' } };
  expect(ingressOf({ ingress: [{ from: [{ namespaceSelector }] }] })?.[0]).toBe(
    'ip saddr { 10.0.0.3 } return',
  );
  const podSelector = { matchLabels: { app: 'back' } };
  expect(ingressOf({ ingress: [{ from: [{ namespaceSelector, podSelector }] }] })).toEqual(['drop']);
});

test('a range, its exceptions, ports, ranges of ports and protocols', () => {
  const from = [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16', '10.2.0.0/16'] } }];
  const ports = [{ port: 80 }, { port: 53, protocol: 'UDP' }, { port: 90, endPort: 99 }, { protocol: 'TCP' }];
  const range = 'ip saddr 10.0.0.0/8 ip saddr != { 10.1.0.0/16, 10.2.0.0/16 }';
  expect(ingressOf({ ingress: [{ from, ports }] })).toEqual([
    `${range} tcp dport 80 return`,
    `${range} udp dport 53 return`,
    `${range} tcp dport 90-99 return`,
    `${range} meta l4proto tcp return`,
    'drop',
  ]);
});

test('a rule without peers means everybody', () => {
  expect(ingressOf({ ingress: [{ ports: [{ port: 80 }] }] })).toEqual(['tcp dport 80 return', 'drop']);
  expect(ingressOf({ ingress: [{}] })).toEqual(['return', 'drop']);
});

test("a port's name is resolved at the pod that receives", () => {
  const ports = [{ port: 'web' }];
  expect(ingressOf({ ingress: [{ ports }] })?.[0]).toBe('tcp dport 8080 return');
  const egress = [{ to: [{ podSelector: {} }], ports }];
  const rules = filterRules({
    pods,
    namespaces,
    policies: [policy({ policyTypes: ['Egress'], egress })],
  });
  expect(chainOf(rules, 'egress', '10.0.0.1')).toEqual([
    'ip daddr { 10.0.0.1 } tcp dport 8080 return',
    'ip daddr { 10.0.0.2 } tcp dport 8080 return',
    'drop',
  ]);
});

test('several policies allow what any of them allows', () => {
  const policies = [policy({}), policy({ ingress: [{ ports: [{ port: 80 }] }] })];
  const rules = filterRules({ pods, namespaces, policies });
  expect(chainOf(rules, 'ingress', '10.0.0.2')).toEqual(['tcp dport 80 return', 'drop']);
});
