import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reportOf, withIccam } from './test-client.ts';

test('behave 5xx asks for a retry and does nothing, and 500 carries errors', async () => {
  await withIccam({}, async (iccam, client) => {
    iccam.behave({ kind: '5xx', times: 1 });
    const first = await client.rest('POST', 'Reports', reportOf('R-1'));
    assert.deepEqual([first.status, first.codes], [503, []]);
    iccam.behave({ kind: '5xx', status: 500, times: 1 });
    const second = await client.rest('POST', 'Reports', reportOf('R-1'));
    assert.deepEqual([second.status, second.codes], [500, ['InternalError']]);
    assert.equal(iccam.reports().length, 0);
    assert.equal((await client.rest('POST', 'Reports', reportOf('R-1'))).status, 200);
  });
});

test('behave half-done files the report and cuts the connection, so that a retry is a duplicate', async () => {
  await withIccam({}, async (iccam, client) => {
    iccam.behave({ kind: 'half-done', times: 1, only: 'POST rest/Reports' });
    assert.equal((await client.rest('GET', 'countries')).status, 200);
    await assert.rejects(client.rest('POST', 'Reports', reportOf('R-1')), TypeError);
    assert.equal(iccam.reports().length, 1);
    assert.deepEqual((await client.rest('POST', 'Reports', reportOf('R-1'))).codes, ['hotlineReference']);
  });
});

test('behave malformed does the work and answers 200 with what is no JSON', async () => {
  await withIccam({}, async (iccam, client) => {
    iccam.behave({ kind: 'malformed', times: 1 });
    const answer = await client.rest('POST', 'Reports', reportOf('R-1'));
    assert.equal(answer.status, 200);
    assert.match(String(answer.body), /^<!doctype html>/);
    assert.equal(iccam.reports().length, 1);
  });
});

test('behave 401-once refuses one request and its token, and works again after a new sign-in', async () => {
  await withIccam({}, async (iccam, client) => {
    iccam.behave({ kind: '401-once' });
    assert.equal((await client.rest('POST', 'Reports', reportOf('R-1'))).status, 401);
    assert.equal((await client.rest('POST', 'Reports', reportOf('R-1'))).status, 401);
    await client.again();
    assert.equal((await client.rest('POST', 'Reports', reportOf('R-1'))).status, 200);
  });
});

test('behave slow answers honestly after its delay, and close does not wait for it', async () => {
  await withIccam({}, async (iccam, client) => {
    iccam.behave({ kind: 'slow', delayMs: 80, times: 1 });
    const startedAt = performance.now();
    assert.equal((await client.rest('GET', 'countries')).status, 200);
    assert.ok(performance.now() - startedAt >= 75);
    iccam.behave({ kind: 'slow', delayMs: 60_000 });
    const hanging = client.rest('GET', 'countries').then(
      ({ status }) => status,
      () => 'cut',
    );
    await iccam.close();
    assert.ok(['cut', 500].includes(await hanging));
  });
});
