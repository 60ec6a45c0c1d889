import { ServerClock } from '@cartridge-on-kubernetes/kube';
import type { Clock } from '@cartridge-on-kubernetes/platform';
import type { Logger } from './logger.ts';

/** A smaller difference may come from the rounding of a Date header, which has whole seconds. */
const worthTellingMilliseconds = 2000;

/** The API server's clock, whose difference from this machine's is logged each time it changes. */
export function createServerClock(own: Clock, log: Logger): ServerClock {
  let told = 0;
  return new ServerClock(own, offset => {
    if (Math.abs(offset - told) < worthTellingMilliseconds) return;
    told = offset;
    log.info(
      { aheadSeconds: Math.round(offset / 1000) },
      'The clock of the API server differs from the clock of this machine; ages are computed by the clock of the API server',
    );
  });
}
