import type { FailoverSettings } from './clusterwide-config.ts';

/** Settings of failover that a real Cartridge acts on and the dev instance only keeps and shows, in words for its log. */
export function notImitated({ mode, fencing_enabled, leader_autoreturn }: FailoverSettings): string[] {
  if (mode !== 'stateful') return [];
  return [
    ...(fencing_enabled
      ? ['fencing_enabled: a leader that lost its state provider stays writable here']
      : []),
    ...(leader_autoreturn ? ['leader_autoreturn: leadership stays where it went here'] : []),
  ];
}
