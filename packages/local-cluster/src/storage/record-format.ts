import { crc32 } from 'node:zlib';
import type { KubeObject } from '../objects/kube-object.ts';

/**
 * One line a record: eight hex digits of CRC-32, a space, JSON. The first line of every file says what it is
 * and by which format version it was written; the last line of a snapshot says that it is whole.
 */
export type StateRecord =
  | { op: 'header'; format: 'cartridge-local-cluster'; version: number }
  | { op: 'put'; storage: string; version: number; object: KubeObject }
  | { op: 'delete'; storage: string; version: number; namespace: string; name: string }
  | { op: 'end'; version: number }
  | LogMark;

/** The one record of the file `journal`: the log of this generation was begun, so that it is there from then on. */
interface LogMark {
  op: 'log';
  generation: number;
}

export const formatVersion = 1;

export function encodeRecord(json: string): string {
  return `${checksum(json)} ${json}\n`;
}

export interface DecodedFile {
  records: StateRecord[];
  /** length of the part that is whole; what follows was being written when the process ended */
  validBytes: number;
  /** a broken record that was written to its end: bytes were changed, not cut off */
  damagedAtByte?: number;
}

export function decodeRecords(content: Buffer): DecodedFile {
  const records: StateRecord[] = [];
  let offset = 0;
  while (offset < content.length) {
    const end = content.indexOf(10, offset);
    const record = end === -1 ? undefined : decodeLine(content.toString('utf8', offset, end));
    if (!record) {
      const isDamaged = end !== -1 || isWholeBeforeLastByte(content, offset);
      return { records, validBytes: offset, ...(isDamaged && { damagedAtByte: offset }) };
    }
    records.push(record);
    offset = end + 1;
  }
  return { records, validBytes: offset };
}

/** A write that was cut ends within its record; a record that is whole and has another byte in place of its line end was changed. */
function isWholeBeforeLastByte(content: Buffer, offset: number): boolean {
  return decodeLine(content.toString('utf8', offset, content.length - 1)) !== undefined;
}

function decodeLine(line: string): StateRecord | undefined {
  const json = line.slice(9);
  if (line.length < 10 || line.slice(0, 9) !== `${checksum(json)} `) return undefined;
  return JSON.parse(json) as StateRecord;
}

function checksum(json: string): string {
  return crc32(json).toString(16).padStart(8, '0');
}
