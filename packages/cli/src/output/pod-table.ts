import type { Pod } from '@cartridge-on-kubernetes/api';
import { formatColumns } from './columns.ts';

/** The columns of `kubectl get pods`; empty without pods. */
export function formatPodTable(pods: Pod[], now: number): string {
  if (pods.length === 0) return '';
  const rows = [['NAME', 'READY', 'STATUS', 'RESTARTS', 'AGE'], ...pods.map(pod => podRow(pod, now))];
  return formatColumns(rows);
}

export function podStatus(pod: Pod): string {
  if (pod.metadata?.deletionTimestamp !== undefined) return 'Terminating';
  const statuses = pod.status?.containerStatuses ?? [];
  for (const { state } of statuses) {
    const reason = state?.waiting?.reason ?? state?.terminated?.reason;
    if (reason) return reason;
  }
  return pod.status?.reason ?? pod.status?.phase ?? 'Unknown';
}

export function isPodReady(pod: Pod): boolean {
  const ready = pod.status?.conditions?.find(condition => condition.type === 'Ready');
  return ready?.status === 'True' && pod.metadata?.deletionTimestamp === undefined;
}

function podRow(pod: Pod, now: number): string[] {
  const statuses = pod.status?.containerStatuses ?? [];
  const ready = statuses.filter(status => status.ready).length;
  const restarts = statuses.reduce((sum, status) => sum + (status.restartCount ?? 0), 0);
  return [
    pod.metadata?.name ?? '',
    `${ready}/${pod.spec?.containers?.length ?? 0}`,
    podStatus(pod),
    String(restarts),
    formatAge(now - Date.parse(pod.metadata?.creationTimestamp ?? '')),
  ];
}

/** As kubectl: the two largest units while they are small. */
function formatAge(milliseconds: number): string {
  if (Number.isNaN(milliseconds)) return '<unknown>';
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (seconds < 120) return `${seconds}s`;
  if (minutes < 10) return join(`${minutes}m`, seconds % 60, 's');
  if (hours < 3) return `${minutes}m`;
  if (hours < 8) return join(`${hours}h`, minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  return `${Math.floor(hours / 24)}d`;
}

function join(large: string, small: number, unit: string): string {
  return small === 0 ? large : `${large}${small}${unit}`;
}
