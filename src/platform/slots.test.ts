import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { slots } from './slots.ts';

test('slots runs no more at a time than it has, in order, when many come at once', async () => {
  const inSlot = slots(2);
  const begun: number[] = [];
  let running = 0;
  let most = 0;
  await Promise.all(
    [0, 1, 2, 3, 4].map((number) =>
      inSlot(async () => {
        begun.push(number);
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
      }),
    ),
  );
  assert.equal(most, 2);
  assert.deepEqual(begun, [0, 1, 2, 3, 4]);
});

test('slots goes on when a piece of work fails', async () => {
  const inSlot = slots(1);
  await assert.rejects(
    inSlot(() => Promise.reject(new Error('no'))),
    /no/,
  );
  assert.equal(await inSlot(() => Promise.resolve('yes')), 'yes');
});

test('slots lets no more through at once than it may, everybody in their order, also after a failure', async () => {
  const eachOne = fc.asyncProperty(
    fc.scheduler(),
    fc.integer({ min: 1, max: 4 }),
    fc.array(fc.boolean(), { maxLength: 20 }),
    async (scheduler, atOnce, fails) => {
      const inSlot = slots(atOnce);
      const begun: number[] = [];
      let inside = 0;
      const all = fails.map((isFailing, who) =>
        inSlot(async () => {
          begun.push(who);
          inside += 1;
          assert.ok(inside <= atOnce);
          await scheduler.schedule(Promise.resolve());
          inside -= 1;
          if (isFailing) throw new Error(`${who}`);
          return who;
        }),
      );
      await scheduler.waitFor(Promise.allSettled(all));
      const ends = await Promise.allSettled(all);
      assert.deepEqual(
        ends.map(({ status }) => status === 'rejected'),
        fails,
      );
      assert.deepEqual(begun, [...fails.keys()]);
      assert.equal(inside, 0);
    },
  );
  await fc.assert(eachOne, { numRuns: 60 });
  assert.throws(() => slots(0), RangeError);
});
