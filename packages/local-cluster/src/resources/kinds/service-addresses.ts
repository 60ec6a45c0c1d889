import { randomInt } from 'node:crypto';
import type { KubeObject } from '../../objects/kube-object.ts';
import { fieldsOf, listOf, numberOf, textOf } from '../../objects/object-fields.ts';

/** Cluster IPs are 10.96.0.0/16 as kubeadm's; the first address is the API's own, the tenth the DNS server's. */
const reserved = new Set(['10.96.0.1', '10.96.0.10']);

export function chooseClusterIP(services: KubeObject[]): string {
  const taken = new Set(services.map(service => textOf(fieldsOf(service.spec).clusterIP)));
  for (;;) {
    const address = `10.96.${randomInt(256)}.${randomInt(1, 255)}`;
    if (!taken.has(address) && !reserved.has(address)) return address;
  }
}

export function chooseNodePort(services: KubeObject[], chosen: ReadonlySet<number>): number {
  const taken = new Set(
    services.flatMap(service => listOf(fieldsOf(service.spec).ports).map(port => numberOf(port.nodePort))),
  );
  for (;;) {
    const port = randomInt(30000, 32768);
    if (!taken.has(port) && !chosen.has(port)) return port;
  }
}
