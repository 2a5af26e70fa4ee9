import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readTimetable } from './notice-timetable.ts';
import { RUNGS, type Rung } from './rung.ts';
import { decideStep, type RungStand, type StepDecision, type TakedownStand } from './takedown.ts';

const { normal, urgent } = await readTimetable(undefined);
const HOUR_MS = 3_600_000;
const START = new Date('2026-03-01T12:00:00Z');
const at = (hours: number) => new Date(START.getTime() + hours * HOUR_MS);

const fresh: TakedownStand = {
  ...{ isUrgent: false, decidedAt: START, standstillMs: 0, attention: undefined, opened: 0, pushes: 0, reminded: 0 },
  ...{ graceUntil: undefined, firstToldAt: undefined, isSeeking: false },
};
const rung = (name: Rung, change: Partial<RungStand> = {}): RungStand => ({
  ...{ rung: name, providerId: name, source: 'rule', isOut: false, standing: 'approved', restsUntil: undefined },
  ...{ toldAt: undefined, lastToldAt: undefined, isAsking: false, quietUntil: undefined, isWaiting: false },
  ...{ isStuck: false },
  ...change,
});
const told = (name: Rung, hours = 0, change: Partial<RungStand> = {}) =>
  rung(name, { toldAt: at(hours), lastToldAt: at(hours), ...change });
const after = { ...fresh, opened: 1, firstToldAt: START };

const inShort = (decision: StepDecision) =>
  decision.kind === 'nobody'
    ? 'nobody'
    : decision.tellings.map((telling) => `${telling.kind} ${telling.rung}`).join(', ');
function goingOn(decision: StepDecision) {
  assert.ok(decision.kind === 'goes-on');
  return decision;
}

test('decideStep tells owner, hosting and proxy together at once, and looks again when the first reminder is due', () => {
  const decision = goingOn(
    decideStep(fresh, [rung('owner'), rung('hosting'), rung('proxy'), rung('upstream')], normal, START),
  );
  assert.equal(inShort(decision), 'first owner, first hosting, first proxy');
  assert.deepEqual([decision.opened, decision.nextAt, decision.attention], [1, at(6), undefined]);
});

test('decideStep tells an owner only where a person or a rule has named it', () => {
  for (const [source, expected] of [
    ['rule', 'first owner, first hosting'],
    ['console', 'first owner, first hosting'],
    ['rdap', 'first hosting'],
    ['ripe', 'first hosting'],
  ] as const)
    assert.equal(inShort(decideStep(fresh, [rung('owner', { source }), rung('hosting')], normal, START)), expected);
});

test('decideStep lets nobody wait for an empty group: the next one takes its time', () => {
  assert.equal(inShort(decideStep(fresh, [rung('upstream'), rung('registrar')], normal, START)), 'first upstream');
  assert.equal(inShort(decideStep(fresh, [rung('registrar')], normal, START)), 'first registrar');
  const later = { ...after, opened: 2, reminded: 9 };
  assert.equal(inShort(decideStep(later, [told('upstream'), rung('registrar')], normal, at(12))), 'first registrar');
});

test('decideStep climbs at 12 and 24 hours, an urgent one at 2 and 6', () => {
  const ladder = [told('hosting'), rung('upstream'), rung('registrar')];
  const reminded = { ...after, reminded: 9 };
  assert.equal(inShort(decideStep(reminded, ladder, normal, at(11.99))), '');
  assert.equal(inShort(decideStep(reminded, ladder, normal, at(12))), 'first upstream');
  assert.equal(inShort(decideStep(reminded, ladder, normal, at(24))), 'first upstream, first registrar');
  assert.equal(inShort(decideStep(reminded, ladder, urgent, at(2))), 'first upstream');
  assert.equal(inShort(decideStep(reminded, ladder, urgent, at(6))), 'first upstream, first registrar');
});

test('decideStep reminds all that were told at 6 and 24 hours and then every day, and nobody twice within the least gap', () => {
  const ladder = [told('hosting'), told('upstream', 12)];
  const opened = { ...after, opened: 2, reminded: 1 };
  assert.equal(inShort(decideStep({ ...after, reminded: 0 }, [told('hosting')], normal, at(6))), 'reminder hosting');
  assert.equal(inShort(decideStep(opened, ladder, normal, at(24))), 'reminder hosting, reminder upstream');
  assert.equal(inShort(decideStep({ ...opened, reminded: 2 }, ladder, normal, at(47.9))), '');
  assert.equal(
    inShort(decideStep({ ...opened, reminded: 2 }, ladder, normal, at(48))),
    'reminder hosting, reminder upstream',
  );
  const lately = [told('hosting', 0, { lastToldAt: at(22) }), told('upstream', 12)];
  assert.equal(inShort(decideStep(opened, lately, normal, at(24))), 'reminder upstream');
  const long = goingOn(decideStep({ ...opened, reminded: 1 }, ladder, normal, at(24 * 30 + 1)));
  assert.equal(long.tellings.length, 2, 'reminders that were missed are one');
  assert.deepEqual(long.nextAt, at(24 * 31));
});

test('decideStep leaves out who bounced, is out or refused, and tells the next at once when it is pushed', () => {
  const out = [told('hosting', 0, { isOut: true }), rung('upstream'), rung('registrar')];
  assert.equal(inShort(decideStep({ ...after, pushes: 1 }, out, normal, at(1))), 'first upstream');
  const owner = [told('owner'), told('hosting', 0, { isOut: true }), rung('upstream'), rung('registrar')];
  assert.equal(inShort(decideStep({ ...after, pushes: 1 }, owner, normal, at(1))), 'first upstream');
  assert.equal(inShort(decideStep({ ...after, pushes: 2 }, owner, normal, at(1))), 'first upstream, first registrar');
  assert.equal(
    inShort(decideStep(fresh, [rung('hosting', { standing: 'refused' }), rung('upstream')], normal, START)),
    'first upstream',
  );
});

test('decideStep tells the next contact while an address rests, and tries it once it has rested', () => {
  const ladder = [rung('hosting', { restsUntil: at(1) }), rung('upstream', {})];
  const first = goingOn(decideStep(fresh, ladder, normal, START));
  assert.deepEqual([inShort(first), first.nextAt], ['first upstream', at(1)]);
  const then = [rung('hosting', { restsUntil: at(1) }), told('upstream')];
  assert.equal(inShort(decideStep({ ...after, opened: first.opened }, then, normal, at(1))), 'first hosting');
});

test('decideStep waits for the rest of the only address there is, but not for days', () => {
  const only = (hours: number) => [rung('hosting', { restsUntil: at(hours) })];
  assert.deepEqual(goingOn(decideStep(fresh, only(1), normal, START)).nextAt, at(1));
  assert.equal(inShort(decideStep(fresh, only(1), normal, at(1))), 'first hosting');
  assert.equal(inShort(decideStep(fresh, only(24), normal, START)), 'nobody');
  assert.equal(
    inShort(decideStep(fresh, [rung('hosting', { isOut: true, restsUntil: at(1) })], normal, START)),
    'nobody',
  );
});

test('decideStep gives nobody up while a source of contacts is silent, for an hour', () => {
  const seeking = { ...fresh, isSeeking: true };
  const refused = [rung('hosting', { isOut: true })];
  const waits = goingOn(decideStep(seeking, refused, normal, at(0.1)));
  assert.deepEqual([inShort(waits), waits.nextAt], ['', at(1)]);
  assert.equal(inShort(decideStep(seeking, [...refused, rung('registrar')], normal, at(0.5))), 'first registrar');
  assert.equal(inShort(decideStep(seeking, refused, normal, at(1))), 'nobody');
  assert.equal(
    inShort(decideStep(fresh, refused, normal, at(0.1))),
    'nobody',
    'when all sources have said what they know',
  );
});

test('decideStep waits for a person where a contact is new, and does not hold the next rung back for it', () => {
  const ladder = [rung('hosting', { standing: 'new' }), rung('upstream')];
  const first = goingOn(decideStep(fresh, ladder, normal, START));
  assert.deepEqual([inShort(first), first.attention], ['', 'approval']);
  assert.equal(inShort(decideStep({ ...fresh, opened: 1 }, ladder, normal, at(12))), 'first upstream');
  const approved = decideStep(
    { ...fresh, opened: 1, attention: 'approval' },
    [rung('hosting'), rung('upstream')],
    normal,
    at(2),
  );
  assert.deepEqual([inShort(approved), goingOn(approved).attention], ['first hosting', undefined]);
  const other = goingOn(decideStep({ ...fresh, attention: 'need-more' }, ladder, normal, START));
  assert.equal(other.attention, 'need-more', 'a graver reason stays');
});

test('decideStep lets the next rung wait once for a provider at work, and reminds neither it nor one that needs more', () => {
  const ladder = [told('hosting', 0, { quietUntil: at(17) }), rung('upstream')];
  const graced = { ...after, reminded: 1, graceUntil: at(17) };
  assert.equal(inShort(decideStep({ ...graced, reminded: 0 }, ladder, normal, at(12))), '');
  assert.equal(inShort(decideStep(graced, ladder, normal, at(17))), 'first upstream');
  const asking = [told('hosting', 0, { isAsking: true }), rung('upstream')];
  assert.equal(inShort(decideStep({ ...after, reminded: 0 }, asking, normal, at(12))), 'first upstream');
});

test('decideStep tells nobody further while our own way out is closed, and does not count that time', () => {
  const stuck = [rung('hosting', { isWaiting: true, isStuck: true }), rung('upstream')];
  const decision = goingOn(decideStep({ ...fresh, opened: 1 }, stuck, normal, at(20)));
  assert.deepEqual([inShort(decision), decision.opened], ['', 1]);
  const ladder = [told('hosting', 20), rung('upstream')];
  const resumed = { ...after, reminded: 1, standstillMs: 20 * HOUR_MS };
  assert.equal(inShort(decideStep(resumed, ladder, normal, at(31))), '');
  assert.equal(inShort(decideStep(resumed, ladder, normal, at(32))), 'first upstream');
});

test('decideStep has nobody to tell when the ladder is empty, and a person looks when somebody had been told', () => {
  assert.equal(inShort(decideStep(fresh, [], normal, START)), 'nobody');
  assert.equal(inShort(decideStep(fresh, [rung('hosting', { isOut: true })], normal, START)), 'nobody');
  const left = goingOn(decideStep(after, [told('hosting', 0, { isOut: true })], normal, at(3)));
  assert.deepEqual([left.attention, left.seekAt], ['no-contact', at(27)]);
});

test('decideStep, run over any ladder, tells each rung first once, in the order of its groups, and always comes back', () => {
  const rungs = fc.uniqueArray(fc.constantFrom(...RUNGS), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(
      rungs,
      fc.boolean(),
      fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 6 }),
      (names, isUrgent, pushes) => {
        const column = isUrgent ? urgent : normal;
        let stand: TakedownStand = fresh;
        let ladder = names.map((name) => rung(name));
        let now = START;
        const firsts: Rung[] = [];
        for (let step = 0; step < 30; step += 1) {
          const decision = goingOn(decideStep({ ...stand, pushes: pushes[step] ?? 0 }, ladder, column, now));
          assert.ok(decision.nextAt > now);
          assert.ok(decision.opened >= stand.opened && decision.reminded >= stand.reminded);
          for (const { kind, rung: name } of decision.tellings) {
            if (kind === 'first') firsts.push(name);
            const toldNow = now;
            ladder = ladder.map((each) =>
              each.rung === name ? { ...each, toldAt: each.toldAt ?? toldNow, lastToldAt: toldNow } : each,
            );
          }
          const isAnybodyTold = ladder.some((each) => each.toldAt !== undefined);
          stand = { ...stand, ...decision, firstToldAt: isAnybodyTold ? START : undefined };
          now = decision.nextAt;
        }
        assert.deepEqual([...firsts].sort(), [...names].sort(), 'everybody, once');
        const groupOf = (name: Rung) => column.groups.findIndex((group) => group.tell.includes(name));
        firsts.reduce((before, name) => {
          assert.ok(groupOf(name) >= before, 'no group before its turn');
          return groupOf(name);
        }, 0);
      },
    ),
  );
});
