import type { Container, Pod } from '@cartridge-on-kubernetes/api';

export interface AdminAddress {
  baseUrl: string;
  credentials: { username: string; password: string };
}

const usualPort = 8081;
/** Cartridge's own default; sent even where authentication is off, because then it does no harm. */
const usualCookie = 'secret-cluster-cookie';

/**
 * Where and how the admin API of a pod is reached: by the pod's IP, on the container port named http.
 * The application container is the first one. Null while the pod has no address or does not run.
 */
export function adminAddress(pod: Pod): AdminAddress | null {
  const ip = pod.status?.podIP;
  const [container] = pod.spec.containers;
  if (ip === undefined || ip === '' || pod.status?.phase !== 'Running' || container === undefined)
    return null;
  const host = ip.includes(':') ? `[${ip}]` : ip;
  return {
    baseUrl: `http://${host}:${adminPort(container)}${webPrefix(container)}`,
    credentials: {
      username: 'admin',
      password: plainValue(container, 'TARANTOOL_CLUSTER_COOKIE') ?? usualCookie,
    },
  };
}

function adminPort(container: Container): number {
  const named = container.ports?.find(port => port.name === 'http');
  return named?.containerPort ?? (Number(plainValue(container, 'TARANTOOL_HTTP_PORT')) || usualPort);
}

function webPrefix(container: Container): string {
  const prefix = (plainValue(container, 'TARANTOOL_WEBUI_PREFIX') ?? '').replace(/^\/+|\/+$/g, '');
  return prefix === '' ? '' : `/${prefix}`;
}

function plainValue(container: Container, name: string): string | undefined {
  return container.env?.find(variable => variable.name === name)?.value;
}
