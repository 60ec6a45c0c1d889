import { matchesSelector } from '@cartridge-on-kubernetes/api';
import { type Namespace, type Peer, type Pod, type Policy, type Port, selects } from './objects.ts';

export interface World {
  pods: readonly Pod[];
  namespaces: readonly Namespace[];
  policies: readonly Policy[];
}

type Direction = 'ingress' | 'egress';

/** What a rule of a policy names: addresses that are known pods, or a range. */
type Place = { kind: 'anywhere' } | { kind: 'pods'; pods: Pod[] } | { kind: 'range'; match: string };

const table = 'ip network-policy';

/**
 * The world's policies for the packet filter, as text of nft that replaces all rules at once. Addresses are those
 * behind Services. Answers pass, and so does what the node itself sends, as Kubernetes wants it for probes.
 */
export function filterRules(world: World): string {
  const egress = chains('egress', world);
  const ingress = chains('ingress', world);
  return `table ${table}
delete table ${table}
table ${table} {
${[...egress.chains, ...ingress.chains].join('')}${chain('egress', egress.jumps)}${chain('ingress', ingress.jumps)}${chain(
  'forward',
  [
    'type filter hook forward priority -10; policy accept;',
    'ct state established,related accept',
    'jump egress',
    'jump ingress',
  ],
)}${chain('input', [
  'type filter hook input priority -10; policy accept;',
  'ct state established,related accept',
  'jump egress',
])}}
`;
}

/** One chain for each pod that some policy isolates, and the lines that lead there. */
function chains(direction: Direction, world: World): { chains: string[]; jumps: string[] } {
  const isolated = world.pods.flatMap(pod => {
    const policies = world.policies.filter(
      policy => policy.policyTypes.some(type => type.toLowerCase() === direction) && selects(policy, pod),
    );
    return policies.length > 0 ? [{ pod, policies }] : [];
  });
  const own = direction === 'ingress' ? 'daddr' : 'saddr';
  return {
    chains: isolated.map(({ pod, policies }, index) => {
      const lines = policies.flatMap(policy => allowedLines({ direction, policy, pod, world }));
      return chain(`${direction}-${index}`, [...new Set(lines), 'drop']);
    }),
    jumps: isolated.map(({ pod }, index) => `ip ${own} ${pod.address} jump ${direction}-${index}`),
  };
}

function allowedLines(of: { direction: Direction; policy: Policy; pod: Pod; world: World }): string[] {
  const { direction, policy, pod, world } = of;
  const rules =
    direction === 'ingress'
      ? policy.ingress.map(({ from, ports }) => ({ peers: from, ports }))
      : policy.egress.map(({ to, ports }) => ({ peers: to, ports }));
  return rules.flatMap(({ peers = [], ports = [] }) => {
    const places: Place[] =
      peers.length === 0 ? [{ kind: 'anywhere' }] : peers.map(peer => placeOf({ peer, policy, world }));
    return places.flatMap(place =>
      (ports.length === 0 ? [undefined] : ports).flatMap(port => lines({ direction, place, port, pod })),
    );
  });
}

function placeOf(of: { peer: Peer; policy: Policy; world: World }): Place {
  const { peer, policy, world } = of;
  const { ipBlock, namespaceSelector, podSelector } = peer;
  if (ipBlock) {
    const { cidr, except = [] } = ipBlock;
    const but = except.length > 0 ? ` ip ADDRESS != { ${except.join(', ')} }` : '';
    return cidr.includes(':')
      ? { kind: 'pods', pods: [] }
      : { kind: 'range', match: `ip ADDRESS ${cidr}${but}` };
  }
  const inNamespace = (name: string) =>
    namespaceSelector === undefined
      ? name === policy.namespace
      : matchesSelector(
          namespaceSelector,
          world.namespaces.find(namespace => namespace.name === name)?.labels,
        );
  return {
    kind: 'pods',
    pods: world.pods.filter(
      pod => inNamespace(pod.namespace) && matchesSelector(podSelector ?? {}, pod.labels),
    ),
  };
}

/** A port's name means what the receiving pod calls so: for egress another number for each of them. */
function lines(of: { direction: Direction; place: Place; port: Port | undefined; pod: Pod }): string[] {
  const { direction, place, port, pod } = of;
  if (typeof port?.port !== 'string') return line({ direction, place, ports: portMatch(port) });
  if (direction === 'ingress')
    return numbers(port, pod).flatMap(number => line({ direction, place, ports: portMatch(number) }));
  if (place.kind !== 'pods') return [];
  return place.pods.flatMap(receiver =>
    numbers(port, receiver).flatMap(number =>
      line({ direction, place: { kind: 'pods', pods: [receiver] }, ports: portMatch(number) }),
    ),
  );
}

function numbers({ port, protocol = 'TCP' }: Port, { ports }: Pod): Port[] {
  return ports
    .filter(candidate => candidate.name === port && (candidate.protocol ?? 'TCP') === protocol)
    .map(({ containerPort }) => ({ port: containerPort, protocol }));
}

function portMatch(port: Port | undefined): string {
  if (port === undefined) return '';
  const protocol = (port.protocol ?? 'TCP').toLowerCase();
  if (port.port === undefined) return ` meta l4proto ${protocol}`;
  return ` ${protocol} dport ${port.port}${port.endPort === undefined ? '' : `-${port.endPort}`}`;
}

function line(of: { direction: Direction; place: Place; ports: string }): string[] {
  const { direction, place, ports } = of;
  const address = direction === 'ingress' ? 'saddr' : 'daddr';
  switch (place.kind) {
    case 'anywhere':
      return [`${ports} return`.trim()];
    case 'range':
      return [`${place.match.replaceAll('ADDRESS', address)}${ports} return`];
    case 'pods': {
      const addresses = place.pods.map(pod => pod.address).join(', ');
      return addresses === '' ? [] : [`ip ${address} { ${addresses} }${ports} return`];
    }
  }
}

function chain(name: string, lines: string[]): string {
  return [`  chain ${name} {`, ...lines.map(text => `    ${text}`), '  }', ''].join('\n');
}
