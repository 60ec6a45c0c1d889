import { createServer, type Server } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Runs one at a time of those that name the same thing, in all processes of the machine; others wait.
 * A socket without a file is the lock: it ends with its process, however that ends.
 */
export async function withLock<T>(thing: string, run: () => Promise<T>): Promise<T> {
  const lock = await acquire(addressOf(thing));
  try {
    return await run();
  } finally {
    lock.close();
  }
}

/** Runs unless another is at it. */
export async function withFreeLock(thing: string, run: () => Promise<void>): Promise<void> {
  const lock = await listen(addressOf(thing));
  if (lock === undefined) return;
  try {
    await run();
  } finally {
    lock.close();
  }
}

function addressOf(thing: string): string {
  return `\0cartridge-real-cluster/${thing}`;
}

async function acquire(address: string): Promise<Server> {
  for (;;) {
    const lock = await listen(address);
    if (lock !== undefined) return lock;
    await delay(200);
  }
}

function listen(address: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    );
    server.listen({ path: address }, () => resolve(server));
  });
}
