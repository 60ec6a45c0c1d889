import { getObject, pollUntil } from '@cartridge-on-kubernetes/test-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Guide, namespace, openGuide } from '../guide/support/guide.ts';
import { firstImage, packApp } from '../guide/support/pack-app.ts';
import { isOperator, isWrite, readAuditLog } from './src/audit-log.ts';

describe('an operator with nothing to do', () => {
  let guide: Guide;

  beforeAll(async () => {
    guide = await openGuide();
    await packApp(guide.cluster, firstImage);
    await guide.installAll();
  });
  afterAll(() => guide?.stop());

  test('writes nothing but its Lease', async () => {
    // From the second renewal after Ready to the one after it: a whole round of whatever is done regularly.
    await untilRenewed();
    const from = new Date().toISOString();
    await untilRenewed();
    await untilRenewed();
    const requests = (await readAuditLog()).filter(
      entry => isOperator(entry) && entry.requestReceivedTimestamp > from,
    );
    const writes = requests.filter(isWrite);
    expect(writes.length).toBeGreaterThan(0);
    expect(writes.filter(({ objectRef }) => objectRef?.resource !== 'leases')).toEqual([]);
  });

  async function untilRenewed(): Promise<void> {
    const lease = { namespace, kind: 'lease', name: 'tarantool-operator' };
    const { renewTime } = (await getObject(guide.cluster, lease)).spec;
    await pollUntil({ until: 'the Lease is renewed', deadlineSeconds: 90 }, async () => {
      expect((await getObject(guide.cluster, lease)).spec.renewTime).not.toBe(renewTime);
    });
  }
});
