import type { Container, Probe } from 'kubernetes-types/core/v1';
import type { PodPort } from '../ports/port-moves.ts';

/** The ports a container says it listens on: its own list, and those its probes ask. */
export function declaredPorts(container: Container): PodPort[] {
  const listed = (container.ports ?? []).flatMap(({ containerPort, protocol = 'TCP' }): PodPort[] => {
    if (protocol === 'TCP') return [{ protocol: 'tcp', port: containerPort }];
    return protocol === 'UDP' ? [{ protocol: 'udp', port: containerPort }] : [];
  });
  const probed = [container.startupProbe, container.readinessProbe, container.livenessProbe].flatMap(probe =>
    probedPort(probe).map((port): PodPort => ({ protocol: 'tcp', port })),
  );
  return [...listed, ...probed];
}

/** A probe that names its port means one of the list. */
function probedPort(probe: Probe | undefined): number[] {
  const port = probe?.httpGet?.port ?? probe?.tcpSocket?.port ?? probe?.grpc?.port;
  return typeof port === 'number' ? [port] : [];
}
