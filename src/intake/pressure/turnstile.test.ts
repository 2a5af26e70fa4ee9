import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Turnstile } from './turnstile.ts';

test('Turnstile lets no more through at once than it may, everybody in their order, also after a failure', async () => {
  const eachOne = fc.asyncProperty(
    fc.scheduler(),
    fc.integer({ min: 1, max: 4 }),
    fc.array(fc.boolean(), { maxLength: 20 }),
    async (scheduler, atOnce, fails) => {
      const turnstile = new Turnstile(atOnce);
      const begun: number[] = [];
      let inside = 0;
      const all = fails.map((isFailing, who) =>
        turnstile.through(async () => {
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
  assert.throws(() => new Turnstile(0), RangeError);
});
