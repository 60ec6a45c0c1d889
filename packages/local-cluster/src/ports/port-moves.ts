import { mkdirSync, readdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

export type Protocol = 'tcp' | 'udp';

/** A port as pods know it. */
export interface PodPort {
  protocol: Protocol;
  port: number;
}

/** A port that pods have elsewhere, because a program of the machine holds it on all addresses. */
export interface PortMove extends PodPort {
  movedTo: number;
}

const portsFolder = 'ports';

/** Where a state folder keeps its moves: a symbolic link each, `tcp-8081 -> 28081`, made and read in one step. */
export function portMovesFolder(stateFolder: string): string {
  return join(stateFolder, portsFolder);
}

/** Where pods really have a port: the port itself unless it was moved. */
export function readRealPort(folder: string, { protocol, port }: PodPort): number {
  try {
    return Number(readlinkSync(join(folder, `${protocol}-${port}`)));
  } catch {
    return port;
  }
}

export function listPortMoves(folder: string): PortMove[] {
  return listNames(folder).flatMap(name => {
    const [protocol, number] = name.split('-');
    if (protocol !== 'tcp' && protocol !== 'udp') return [];
    const port = Number(number);
    const movedTo = readRealPort(folder, { protocol, port });
    return movedTo === port ? [] : [{ protocol, port, movedTo }];
  });
}

/** Records a move. If the port was moved before, the first move stays. Returns the port of the valid move. */
export function recordPortMove(folder: string, { protocol, port, movedTo }: PortMove): number {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    symlinkSync(String(movedTo), join(folder, `${protocol}-${port}`));
    return movedTo;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return readRealPort(folder, { protocol, port });
  }
}

/** Forgets all moves; only while no pod runs. */
export function forgetPortMoves(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

function listNames(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
