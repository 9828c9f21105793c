import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeCheckpointInfo, encodeCheckpointInfo } from './checkpoint-info.js';

const number = fc.double().map((value) => (Object.is(value, -0) ? 0 : value));
// zod leaves `__proto__` out of what it reads.
const name = fc.stringMatching(/^[a-z/_]{1,9}$/).filter((text) => text !== '__proto__');
const metrics = fc.dictionary(name, number, { noNullPrototype: true });
const row = fc.record({ epoch: fc.nat(), seconds: number, metrics });
const info = fc.record({ epoch: fc.nat(), step: fc.nat(), history: fc.array(row) }, { requiredKeys: ['epoch'] });

it('survives its text form, NaN and infinities included', () => {
  fc.assert(
    fc.property(info, (value) => {
      expect(decodeCheckpointInfo(encodeCheckpointInfo(value as typeof value & { epoch: number }))).toEqual(value);
    }),
  );
});

it('takes weights from elsewhere as epoch 0', () => {
  expect(decodeCheckpointInfo(undefined)).toEqual({ epoch: 0 });
});
