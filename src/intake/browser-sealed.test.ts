import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { generateIdentity, seal } from '../../lib/seal/door.ts';
import { isStandIn, standInFor } from '../terms/stand-in.ts';
import { deskKeyIdSchema } from '../terms/ids.ts';
import { takeForm, withoutStandIns } from './browser-sealed.ts';
import type { FormState } from './form-state.ts';
import { EMPTY_FORM, type TipFormValues } from './tip-form.ts';
import { readContact, readReport, writePart } from './tip-parts.ts';

const desk = generateIdentity();
const deskKeyId = deskKeyIdSchema.parse(randomUUID());
const keys = new Map([[deskKeyId, desk]]);
const boxOf = (content: unknown) => seal(Buffer.from(JSON.stringify(content)), [desk.recipient]);

const stateOf = (values: Partial<TipFormValues>, isSealedInBrowser = true): FormState => ({
  ...{ category: 'other', values: { ...EMPTY_FORM, ...values }, submissionKey: randomBytes(16), formVersion: 0 },
  ...{ hasReviewed: true, openedAt: new Date(), offeredKeyId: deskKeyId, isSealedInBrowser },
});

test('standInFor says that there is an answer, and how long it is only when it is too long', () => {
  const field = fc.record({ most: fc.integer({ min: 2, max: 50 }), isEmail: fc.boolean() });
  fc.assert(
    fc.property(fc.string({ maxLength: 100 }), field, (answer, { most, isEmail }) => {
      const standIn = standInFor(answer, { most, isEmail });
      assert.equal(standIn === '', answer === '');
      assert.equal(standIn.length > most, answer.length > most);
      if (answer !== '') assert.ok(isStandIn(standIn));
      if (answer !== '' && answer.length <= most) assert.ok(standIn.length <= 2);
    }),
  );
});

test('takeForm takes nothing when an answer is neither in clear nor in a box', () => {
  const report = boxOf({ narrative: 'x' }).toString('base64');
  assert.equal(takeForm({}, stateOf({ narrative: '*' })), undefined);
  assert.equal(takeForm({ sealedReport: 'AAAA' }, stateOf({ narrative: '*' })), undefined);
  assert.equal(takeForm({ sealedReport: report }, stateOf({ narrative: '*', email: '*@' })), undefined);
  assert.equal(takeForm({}, stateOf({ own: { colour: '*' } })), undefined);
  const taken = takeForm({ sealedReport: report }, stateOf({ narrative: '*', addresses: 'https://a.example.org/' }));
  assert.deepEqual([taken?.values.narrative, taken?.values.addresses], ['', 'https://a.example.org/']);
  assert.equal(taken?.sealed?.deskKeyId, deskKeyId);
});

test('takeForm leaves a form alone that no browser sealed, stars and all', () => {
  const taken = takeForm({}, stateOf({ narrative: '***' }, false));
  assert.deepEqual([taken?.values.narrative, taken?.sealed], ['***', undefined]);
});

test('withoutStandIns leaves what was written, and no stand-in of any question', () => {
  const values = { ...EMPTY_FORM, narrative: '*', place: 'The pier', email: '*@', own: { colour: '*', size: 'big' } };
  assert.deepEqual(withoutStandIns(values), { ...EMPTY_FORM, place: 'The pier', own: { colour: '', size: 'big' } });
});

test('readReport puts answers of the box where they belong, an administrator’s questions too', () => {
  const own = [
    { question: 'colour', label: 'Which colour?', answer: '*' },
    { question: 'size', label: 'Which size?', answer: 'big' },
  ];
  const sealed = { deskKeyId, box: boxOf({ narrative: 'Words\u0000', colour: 'blue', size: 'small', unknown: 'x' }) };
  const { fields, isUnreadable } = readReport(writePart({ narrative: 'Lines', own }, sealed), keys);
  assert.equal(isUnreadable, false);
  assert.deepEqual(fields, {
    narrative: 'Words\n\nLines',
    own: [
      { question: 'colour', label: 'Which colour?', answer: 'blue' },
      { question: 'size', label: 'Which size?', answer: 'big' },
    ],
  });
});

test('readReport and readContact say of any box what cannot be read, and throw at nobody', () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string()), fc.boolean(), (content, isText) => {
      const box = seal(Buffer.from(isText ? content : JSON.stringify(content)), [desk.recipient]);
      const bytes = writePart({ narrative: 'kept' }, { deskKeyId, box });
      const { fields, isUnreadable } = readReport(bytes, keys);
      if (isUnreadable) assert.deepEqual(fields, { narrative: 'kept' });
      readContact(writePart({ name: 'kept' }, { deskKeyId, box }), keys);
    }),
  );
  const other = { deskKeyId: deskKeyIdSchema.parse(randomUUID()), box: boxOf({ narrative: 'x' }) };
  assert.equal(readReport(writePart({}, other), keys).isUnreadable, true);
  const damaged = boxOf({ narrative: 'x' });
  damaged[damaged.length - 1] = (damaged.at(-1) ?? 0) ^ 1;
  assert.equal(readReport(writePart({}, { deskKeyId, box: damaged }), keys).isUnreadable, true);
});
