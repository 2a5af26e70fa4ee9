/** A hold that comes while letters leave: from the moment it is committed not one more begins to. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { transact } from '../../platform/db.ts';
import { releaseHold, setHold } from '../../routing/door.ts';
import type { Channel } from '../letters/channel.ts';
import { resumeAfterHold, stopForHold } from './end-takedown.ts';
import { runDueTakedowns } from './run-takedowns.ts';
import { sendDueLetters } from './send-letters.ts';
import { foundRung, HOUR_MS, openScene, type Started } from './takedown-for-tests.ts';

const COUNT = 28;
/** How many letters are on their way at one moment (LIMITS in send-letters.ts). */
const AT_ONCE = 4;

/** Letters leave one after another until `from` have begun; those that begin from there on stay on their way until `open`. */
function openGate(from: number) {
  const arrived = Promise.withResolvers<undefined>();
  const opened = Promise.withResolvers<undefined>();
  let standing = 0;
  const pass = async (begunSoFar: number) => {
    if (begunSoFar <= from) return sleep(2 + 6 * Math.random());
    standing += 1;
    if (standing === AT_ONCE) arrived.resolve(undefined);
    return opened.promise;
  };
  return { pass, allStand: arrived.promise, open: () => opened.resolve(undefined) };
}

const begun: string[] = [];
let gate = openGate(COUNT);
const slow: Channel = {
  kind: 'mail',
  send: async (message) => {
    if (message.contact.channel !== 'mail') throw new Error('These are mailed.');
    begun.push(message.contact.email);
    await gate.pass(begun.length);
    return { kind: 'sent', reference: message.messageId };
  },
};
const scene = await openScene({ channelFor: () => slow });
const { db, clock, staffId } = scene;

test('no letter, first or reminder, begins to leave once a hold is committed, and each leaves when it is released', async () => {
  for (let round = 0; round < 3; round += 1) {
    begun.length = 0;
    const started: Started[] = [];
    for (let index = 0; index < COUNT; index += 1) {
      const host = `h${round}-${index}.example.org`;
      scene.ladders.set(host, { rungs: [foundRung('hosting', `abuse@${host}`)], silent: [] });
      started.push(await scene.start({ isUrgent: true, item: { url: `https://${host}/${randomUUID()}` } }));
    }
    gate = openGate(2 + round * 3);
    const settled = scene.settle();
    // Every sender is on its way with a letter, so that none has asked before the hold and begins after it.
    await Promise.race([gate.allStand, settled.then(() => Promise.reject(new Error('The letters did not wait.')))]);
    // All at one moment, as one hold is: by hand, since it takes a statement for each case otherwise.
    await scene.pool.query(`insert into police_hold (case_id, set_at, set_by) select unnest($1::uuid[]), now(), $2`, [
      started.map(({ caseId }) => caseId),
      staffId,
    ]);
    const whenHeld = [...begun];
    assert.equal(whenHeld.length, 2 + round * 3 + AT_ONCE, 'the hold came in the middle');
    gate.open();
    await settled;
    assert.deepEqual(begun, whenHeld, 'none began after the hold');

    const before = begun.length;
    clock.forward(72 * HOUR_MS);
    while ((await runDueTakedowns(scene.deps, clock.now())) > 0);
    await sendDueLetters(scene.deps, clock.now());
    assert.equal(begun.length, before, 'nor does a reminder, or whatever else had fallen due');

    for (const { caseId } of started) await transact(db, (tx) => stopForHold(tx, caseId, clock.now()));
    for (const { caseId } of started)
      await transact(db, async (tx) => {
        await releaseHold(tx, caseId, staffId, clock.now());
        await resumeAfterHold(tx, [caseId], clock.now());
      });
    await scene.forward(HOUR_MS);
    assert.deepEqual(new Set(begun).size, COUNT, 'in the end every provider is told');
    await transact(db, async (tx) => {
      for (const { caseId } of started) await setHold(tx, caseId, staffId, clock.now());
      for (const { caseId } of started) await stopForHold(tx, caseId, clock.now());
    });
  }
});
