import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readXml, writeXml } from '../../platform/xml.ts';
import { ITEM_OUTCOMES } from '../../terms/outcomes.ts';
import { entryNameOf, feedbackDocument, fingerprintOf, stepFor, verdictOf, waitAfter } from './feedback.ts';

test('verdictOf says yes to what is illegal, no to what is not, and nothing of what was not seen', () => {
  assert.deepEqual(ITEM_OUTCOMES.map(verdictOf), ['affirmative', 'affirmative', 'negative', undefined, undefined]);
});

test('fingerprintOf takes the file’s own hash for an exact hit and PDQ alone for a likeness', () => {
  assert.equal(fingerprintOf('exact', ['md5', 'sha1', 'pdq']), 'MD5');
  assert.equal(fingerprintOf('exact', ['sha1', 'pdq']), 'SHA1');
  assert.equal(fingerprintOf('exact', ['sha256', 'pdq']), undefined);
  assert.equal(fingerprintOf('near', ['md5', 'pdq']), 'PDQ');
  assert.equal(fingerprintOf('near', ['md5']), undefined);
});

test('stepFor never leaves a yes standing that an analyst has taken back', () => {
  for (const held of ['none', 'affirmative', 'negative'] as const) {
    assert.deepEqual(stepFor('affirmative', held, false), { kind: 'put', verdict: 'affirmative' });
    assert.deepEqual(stepFor('negative', held, true), { kind: 'put', verdict: 'negative' });
    assert.equal(stepFor('negative', held, false).kind, held === 'affirmative' ? 'withdraw' : 'cannot');
  }
});

test('entryNameOf takes any member and id apart and nothing else', () => {
  fc.assert(
    fc.property(fc.nat(), fc.string({ minLength: 1 }), fc.constantFrom('image', 'video'), (member, id, medium) => {
      assert.deepEqual(entryNameOf(`${medium}/${member}/${id}`), { member: String(member), id });
    }),
  );
  for (const wrong of ['', 'image', 'image/42', 'image/42/', 'sound/42/a', '12345'])
    assert.equal(entryNameOf(wrong), undefined);
});

test('feedbackDocument reads back the same for any guid, and gives no no without a reason', () => {
  fc.assert(
    fc.property(fc.uuid(), (guid) => {
      const no = readXml(writeXml(feedbackDocument('negative', { reasonId: guid })));
      assert.equal(no.children?.[0]?.children?.[0]?.children?.[0]?.text, guid);
      const yes = readXml(writeXml(feedbackDocument('affirmative', { reasonId: guid, categoryId: guid })));
      assert.deepEqual(
        [yes.children?.[0]?.name, yes.children?.[0]?.children?.[0]?.name],
        ['affirmative', 'categorizationIds'],
      );
    }),
  );
  assert.throws(() => feedbackDocument('negative', {}), RangeError);
});

test('waitAfter doubles from a minute to six hours', () => {
  assert.deepEqual(
    [1, 2, 3, 9, 10, 1_000].map(waitAfter),
    [60_000, 120_000, 240_000, 15_360_000, 21_600_000, 21_600_000],
  );
});
