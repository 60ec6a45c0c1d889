import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pollUntil } from '@cartridge-on-kubernetes/test-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cartridge, cartridgeCommand, ForegroundCommand } from './support/command.ts';
import { processesOf } from './support/processes.ts';

/** One state folder: each step begins with what the one before was stopped at. */
describe('Ctrl-C leaves no process behind', () => {
  let home: string;
  let command: ForegroundCommand | undefined;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'ctrl-c-'));
  });
  afterAll(async () => {
    await cartridge(home, 'local', 'down', '--purge');
    await command?.end();
    await rm(home, { recursive: true, force: true });
  });

  test('of cartridge local up while the local cluster starts', async () => {
    await stopWhen('a run has begun', () => access(join(home, 'run.json')));
  });

  test('of cartridge local up amid the install', async () => {
    await stopWhen('the API answers', running => untilPrinted(running, 'Start the local cluster'));
  });

  test('of cartridge local up while the pods start', async () => {
    await stopWhen('the charts are installed', running => untilPrinted(running, 'Install the charts'));
  });

  test('of npm start, which completes what was cut short', async () => {
    command = new ForegroundCommand(home, 'npm', 'start');
    await untilPrinted(command, 'Ctrl-C stops everything, the data stays');
    expect((await processesOf(home)).length).toBeGreaterThan(4);
    command.pressCtrlC();
    await command.end();
    expect(command.output).toContain('Stopping everything that was started');
    expect(await processesOf(home)).toEqual([]);
  });

  async function stopWhen(
    until: string,
    reached: (running: ForegroundCommand) => Promise<void>,
  ): Promise<void> {
    const running = new ForegroundCommand(home, process.execPath, cartridgeCommand, 'local', 'up');
    command = running;
    await pollUntil({ until }, () => reached(running));
    running.pressCtrlC();
    expect(await running.end()).toBe(130);
    expect(running.output).toContain('Stopped before it was up');
    expect(await processesOf(home)).toEqual([]);
  }
});

function untilPrinted(running: ForegroundCommand, text: string): Promise<void> {
  return pollUntil({ until: `"${text}" is printed` }, () => expect(running.output).toContain(text));
}
