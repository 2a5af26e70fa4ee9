import assert from 'node:assert/strict';
import { test } from 'node:test';
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
