import type { Service } from 'kubernetes-types/core/v1';
import type { Stored } from '../in-process/typed-objects.ts';

/** Docker-link style variables of the Services in a pod's namespace (spec.enableServiceLinks). */
export function serviceEnvironment(
  services: Stored<Service>[],
  addressOf: (key: { namespace: string; name: string }) => string | undefined,
): Map<string, string> {
  const values = new Map<string, string>();
  for (const service of services) {
    const { name: serviceName, namespace = 'default' } = service.metadata;
    const address = addressOf({ namespace, name: serviceName });
    const ports = service.spec?.ports ?? [];
    const first = ports[0];
    if (!address || !first) continue;
    const name = serviceName.toUpperCase().replaceAll('-', '_');
    values.set(`${name}_SERVICE_HOST`, address);
    values.set(`${name}_SERVICE_PORT`, String(first.port));
    for (const port of ports) {
      if (port.name)
        values.set(`${name}_SERVICE_PORT_${port.name.toUpperCase().replaceAll('-', '_')}`, String(port.port));
      const protocol = (port.protocol ?? 'TCP').toUpperCase();
      const link = `${name}_PORT_${port.port}_${protocol}`;
      const url = `${protocol.toLowerCase()}://${address}:${port.port}`;
      if (port === first) values.set(`${name}_PORT`, url);
      values.set(link, url);
      values.set(`${link}_PROTO`, protocol.toLowerCase());
      values.set(`${link}_PORT`, String(port.port));
      values.set(`${link}_ADDR`, address);
    }
  }
  return values;
}
