import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decisionsForTests } from './decision-groups-for-tests.ts';
import { groupDecisions } from './decision-groups.ts';
import { isSameToken, localPath, readForm } from './form.ts';
import { defang, defangHost, defangText, formatsOf } from './format.ts';
import { filterOf, readQueueWish } from './queue.ts';
import { staffIdSchema } from '../terms/ids.ts';

test('defang writes an address so that nothing makes a link of it', () => {
  assert.equal(defang('http://pictures.example.org/a.html?b=c.d'), 'hxxp://pictures[.]example[.]org/a.html?b=c.d');
  assert.equal(defang('https://[2001:db8::1]:8443/a'), 'hxxps://[2001[:]db8[:][:]1][:]8443/a');
  assert.equal(defang('HTTPS://Example.org/'), 'hxxPS://Example[.]org/'.replace('hxxPS', 'HxxPS'));
  assert.equal(defangHost('192.0.2.1'), '192[.]0[.]2[.]1');
});

test('defang leaves no address that could be opened when any web address goes in', () => {
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
      assert.doesNotMatch(defang(url), /https?:\/\//i);
      const text = defangText(`Seen at ${url}, and again at ${url}`);
      assert.doesNotMatch(text, /https?:\/\//i);
    }),
  );
});

test('formatsOf tells times by the hotline’s wall clock, in the reader’s language', () => {
  const at = new Date('2026-07-01T22:30:00Z');
  assert.equal(formatsOf('en').moment(at), '2 Jul 2026, 00:30');
  assert.equal(formatsOf('sv').clock(at), '00:30');
  assert.equal(formatsOf('en').time(at, new Date('2026-07-02T08:00:00Z')), '00:30');
  assert.equal(formatsOf('en').time(at, new Date('2026-07-03T08:00:00Z')), '2 Jul 2026, 00:30');
});

test('age counts in the unit that a person would use, rounded down, and never below nothing', () => {
  const formats = formatsOf('sv');
  const at = new Date('2026-07-01T12:00:00Z');
  const after = (minutes: number) => formats.age(at, new Date(at.getTime() + minutes * 60_000)).replace(/\s/g, ' ');
  assert.deepEqual([-5, 59, 60, 47 * 60 + 59, 48 * 60].map(after), ['0 min', '59 min', '1 tim', '47 tim', '2 d']);
});

test('localPath leads nowhere else, whatever is typed', () => {
  for (const path of ['/', '/cases/12?done=claimed', '/?lane=mine&category=online'])
    assert.equal(localPath(path), path);
  for (const elsewhere of ['', 'https://example.org', '//example.org', '/\\example.org', '/a\nb', 'javascript:1']) {
    assert.equal(localPath(elsewhere), '/', elsewhere);
  }
});

test('readForm gives the first of a field sent twice, and nothing for what is no form', () => {
  assert.equal(readForm({ a: ['1', '2'], b: '3' }).get('a'), '1');
  assert.equal(readForm({ b: '3' }).get('toString'), '');
  for (const body of [undefined, null, 'text', 12, { a: { b: 'c' } }]) assert.equal(readForm(body).get('a'), '');
});

test('isSameToken compares tokens of any length', () => {
  assert.equal(isSameToken('abc', 'abc'), true);
  assert.equal(isSameToken('abc', 'abd'), false);
  assert.equal(isSameToken('', 'abc'), false);
});

test('readQueueWish falls back to the queue itself when an address asks for something unknown', () => {
  const wish = (query: Record<string, string>) => readQueueWish(new Map(Object.entries(query)));
  const whole = { lane: 'waiting', category: undefined, origin: undefined, country: undefined, after: undefined };
  assert.deepEqual(wish({ lane: 'mine', category: 'travel' }), { ...whole, lane: 'mine', category: 'travel' });
  assert.deepEqual(wish({ lane: 'x', category: 'y', origin: 'z', country: 'Sweden', after: '-1' }), whole);
  const me = staffIdSchema.parse('7b0b0b0e-2f7c-4a53-9a46-0c8b8f6f3a11');
  assert.equal(filterOf(wish({ lane: 'mine' }), me).claimedBy, me);
  assert.equal(filterOf(wish({ lane: 'claimed' }), me).claimedBy, undefined);
});

test('groupDecisions tells the same decision of several items once, and what holds up the rest first', () => {
  const { decisions, ids } = decisionsForTests();
  assert.deepEqual(
    groupDecisions(decisions).map(({ decision, itemIds }) => [decision.kind, itemIds.map((id) => ids.indexOf(id))]),
    [
      ['person', [3]],
      ['police', [0, 1]],
      ['provider', [0, 1]],
      ['provider', [2]],
      ['none', []],
    ],
  );
});
