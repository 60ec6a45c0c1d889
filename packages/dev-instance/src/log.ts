type Level = 'I' | 'W' | 'E' | 'F';

/** Lines as Tarantool writes them: `2021-02-28 15:18:59.866 [1] main/103/init.lua I> text`. */
export interface Log {
  info(message: string, source?: string): void;
  warn(message: string, source?: string): void;
  error(message: string, source?: string): void;
  fatal(message: string): void;
}

const INIT = 'main/103/init.lua';

export function createLog(output: { write(text: string): unknown }): Log {
  const line = (level: Level, source: string, message: string): void => {
    output.write(`${timestamp(new Date())} [${process.pid}] ${source} ${level}> ${message}\n`);
  };
  return {
    info: (message, source = INIT) => line('I', source, message),
    warn: (message, source = INIT) => line('W', source, message),
    error: (message, source = INIT) => line('E', source, message),
    fatal: message => line('F', 'main', message),
  };
}

function timestamp(now: Date): string {
  const pad = (value: number, width = 2) => String(value).padStart(width, '0');
  const day = `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
  const time = `${pad(now.getHours())}:${pad(now.getMinutes())}:${pad(now.getSeconds())}`;
  return `${day} ${time}.${pad(now.getMilliseconds(), 3)}`;
}
