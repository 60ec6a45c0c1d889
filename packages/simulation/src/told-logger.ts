import type { Logger } from '@cartridge-on-kubernetes/operator';

export interface Told {
  level: 'debug' | 'info' | 'warn' | 'error';
  message: string;
  details: Readonly<Record<string, unknown>>;
  /** the operator's */
  pod?: string;
}

/** A logger that hands each line over as a value. */
export function toldLogger(tell: (told: Told) => void): Logger {
  const at =
    (level: Told['level']) =>
    (...line: unknown[]): void => {
      const [first, second] = line;
      if (typeof first === 'string') tell({ level, message: first, details: {} });
      else tell({ level, message: String(second), details: first as Told['details'] });
    };
  const logger = {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: () => logger,
  };
  return logger as unknown as Logger;
}
