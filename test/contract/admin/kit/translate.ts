import type { TestCluster } from './cluster.ts';

/** Pairs of what stands in a recording and what stands for it in this run. */
function pairs(cluster: TestCluster): [string, string][] {
  return [
    ...cluster.instances.map(({ uri }, index): [string, string] => [`localhost:${3301 + index}`, uri]),
    ['localhost:3999', `localhost:${cluster.deadPort}`],
    ['localhost:4401', `localhost:${cluster.stateboardPort}`],
    ['127.0.0.1:23790', `127.0.0.1:${cluster.etcdPort}`],
    ['127.0.0.1:23999', `127.0.0.1:${cluster.deadPort}`],
    ['secret-cluster-cookie', cluster.cookie],
  ];
}

/** A recorded text with this run's addresses and cookie. `tcp://localhost:4401` is a default and stays. */
export function toRun<T>(cluster: TestCluster, value: T): T {
  return replaceAll(value, pairs(cluster));
}

export function toRecorded<T>(cluster: TestCluster, value: T): T {
  const mapped = replaceAll(
    value,
    pairs(cluster).map(([recorded, run]) => [run, recorded]),
  );
  const ports = new Map(cluster.instances.map(({ httpPort }, index) => [httpPort, 8081 + index]));
  return JSON.parse(JSON.stringify(mapped), (key, field) =>
    key === 'http_port' ? (ports.get(field) ?? field) : field,
  ) as T;
}

function replaceAll<T>(value: T, replacements: [string, string][]): T {
  let text = JSON.stringify(value ?? null);
  for (const [from, to] of replacements) {
    text = text.replace(new RegExp(`(?<!tcp://)${from.replaceAll('.', '\\.')}(?!\\d)`, 'g'), to);
  }
  return JSON.parse(text) as T;
}
