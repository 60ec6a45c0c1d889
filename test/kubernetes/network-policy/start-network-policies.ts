import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { startInside } from '../src/holder.ts';

/** The process that enforces NetworkPolicies. */
export function startNetworkPolicies(): void {
  const enforcer = fileURLToPath(new URL('./enforce.ts', import.meta.url));
  const tsx = createRequire(import.meta.url).resolve('tsx/cli');
  startInside('network-policies', [process.execPath, tsx, enforcer]);
}
