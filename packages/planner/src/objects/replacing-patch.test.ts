import { applyMergePatch } from '@cartridge-on-kubernetes/api';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { replacingPatch } from './replacing-patch.ts';

const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.array(fc.string()));
const objects = fc.letrec(tie => ({
  object: fc.dictionary(
    fc.constantFrom('a', 'b', 'c', 'd'),
    fc.oneof({ depthSize: 'small' }, leaf, tie('object')),
  ),
})).object;

test('applied to the live object it gives exactly the wanted one', () => {
  fc.assert(
    fc.property(objects, objects, (live, wanted) => {
      expect(applyMergePatch(live, replacingPatch(live, wanted))).toEqual(wanted);
    }),
  );
});

test('equal objects need no patch', () => {
  fc.assert(
    fc.property(objects, object => {
      expect(replacingPatch(object, structuredClone(object))).toEqual({});
    }),
  );
});
