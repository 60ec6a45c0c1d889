export interface Log {
  debug(message: string, fields?: Record<string, unknown>): void;
  info(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}

/** JSON lines; debug lines only where asked for. */
export function createLog(options: { write: (line: string) => void; debug?: boolean }): Log {
  const put = (level: string, message: string, fields: Record<string, unknown> = {}): void => {
    const line = { level, time: new Date().toISOString(), message, ...fields };
    options.write(`${JSON.stringify(line, replaceError)}\n`);
  };
  return {
    debug: (message, fields) => {
      if (options.debug) put('debug', message, fields);
    },
    info: (message, fields) => put('info', message, fields),
    error: (message, fields) => put('error', message, fields),
  };
}

export const silentLog: Log = { debug: () => {}, info: () => {}, error: () => {} };

function replaceError(_key: string, value: unknown): unknown {
  return value instanceof Error ? (value.stack ?? value.message) : value;
}
