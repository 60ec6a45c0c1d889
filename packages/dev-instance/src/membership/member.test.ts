import { expect, test } from 'vitest';
import { applyNews, isNews, type Member, refute } from './member.ts';
import { createPacketCodec } from './packet.ts';

const payload = { alias: 'a', state: 'RolesConfigured', uuid: 'u', leader_uuid: null };
const member = (change: Partial<Member>): Member => ({
  uri: 'a:1',
  status: 'alive',
  incarnation: 3,
  payload,
  ...change,
});

test.each([
  [{ incarnation: 4 }, true],
  [{ incarnation: 2, status: 'dead' as const }, false],
  [{ status: 'suspect' as const }, true],
  [{}, false],
])('%o against alive at 3 is news: %s', (change, expected) => {
  expect(isNews(member({}), member(change))).toBe(expected);
});

test('a rumour of death keeps what the dead one said of itself', () => {
  expect(applyNews(member({}), member({ status: 'dead', payload: null }))).toEqual(
    member({ status: 'dead' }),
  );
});

test('a wrong word about oneself is outdone, an old one ignored', () => {
  expect(refute(member({}), member({ status: 'suspect' }))).toMatchObject({
    status: 'alive',
    incarnation: 4,
  });
  expect(refute(member({ incarnation: 1 }), member({ status: 'left', incarnation: 9 }))).toMatchObject({
    incarnation: 10,
  });
  expect(refute(member({}), member({ status: 'dead', incarnation: 2 }))).toBeNull();
  expect(refute(member({}), member({}))).toBeNull();
});

test('packets are read by whoever shares the first 32 characters of the cookie, and by nobody else', () => {
  const cookie = 'c'.repeat(32);
  const packet = { kind: 'ack' as const, seq: 1, from: member({}), news: [] };
  const sent = createPacketCodec(`${cookie}-one`).encode(packet);
  expect(createPacketCodec(`${cookie}-two`).decode(sent)).toEqual(packet);
  expect(createPacketCodec('another').decode(sent)).toBeNull();
  expect(createPacketCodec(cookie).decode(Buffer.from('noise'))).toBeNull();
});
