import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import { startProviderApi } from './provider-api.ts';

const server = await startProviderApi({ maxReports: 2, now: () => new Date('2026-03-01T12:00:00Z') });
after(() => server.close());

const report = (noticeId: string = randomUUID()) => {
  const url = 'https://pictures.example.org/1';
  return { notice_id: noticeId, reference: 'Fyr-1', url, xarf: { report_id: noticeId, url } };
};
const bodyOf = (...reports: object[]) => ({
  ...{ letter_id: randomUUID(), sender: { name: 'Hotline', email: 'desk@fyr.example.org' }, urgent: false },
  ...{ subject: 'A subject', message: 'A message', reports },
});
async function post(body: object, headers: Record<string, string> = {}): Promise<readonly [number, unknown]> {
  const response = await fetch(new URL('v1/reports', server.url), {
    method: 'POST',
    headers: {
      ...{ 'content-type': 'application/json', authorization: `Bearer ${server.token}` },
      ...{ 'idempotency-key': `"${randomUUID()}"`, ...headers },
    },
    body: JSON.stringify(body),
  });
  return [response.status, await response.json()];
}

test('the API takes a letter once for a key, and tells a repeat from another letter under the same key', async () => {
  const [body, key] = [bodyOf(report(), report()), `"${randomUUID()}"`];
  const [status, answer] = await post(body, { 'idempotency-key': key });
  assert.deepEqual([status, answer], [201, { submission_id: 's-1', received: 2 }]);
  assert.deepEqual(await post(body, { 'idempotency-key': key }), [200, answer]);
  assert.deepEqual(await post(bodyOf(report()), { 'idempotency-key': key }), [422, { error: 'key-reused' }]);
  assert.deepEqual(await post(body), [409, { error: 'duplicate', submission_id: 's-1' }]);
  assert.equal(server.submissions().length, 1);
});

test('the API refuses what breaks its rules', async () => {
  const before = server.submissions().length;
  const twice = report();
  const wrong: readonly [object, Record<string, string>, number, string][] = [
    [bodyOf(report()), { authorization: 'Bearer other' }, 401, 'unauthorized'],
    [bodyOf(report()), { authorization: server.token }, 401, 'unauthorized'],
    [bodyOf(report()), { 'idempotency-key': 'unquoted' }, 400, 'key-missing'],
    [{ ...bodyOf(report()), tipster: 'x' }, {}, 400, 'body-not-right'],
    [bodyOf(), {}, 400, 'body-not-right'],
    [bodyOf({ ...report(), picture: 'x' }), {}, 400, 'body-not-right'],
    [bodyOf({ ...report(), notice_id: randomUUID() }), {}, 400, 'reports-not-right'],
    [bodyOf(twice, twice), {}, 400, 'reports-not-right'],
    [bodyOf(report(), report(), report()), {}, 413, 'too-many-reports'],
  ];
  for (const [body, headers, status, error] of wrong) assert.deepEqual(await post(body, headers), [status, { error }]);
  assert.equal(server.submissions().length, before);
});

test('the API tells the status of each notice, and is unwell for as many requests as it was told to', async () => {
  const one = report();
  const [, taken] = await post(bodyOf(one));
  assert.ok(typeof taken === 'object' && taken !== null && 'submission_id' in taken);
  server.setStatus(one.notice_id, 'handling');
  const ask = (id: unknown) =>
    fetch(new URL(`v1/reports/${String(id)}`, server.url), { headers: { authorization: `Bearer ${server.token}` } });
  const reports = [{ notice_id: one.notice_id, status: 'handling', at: '2026-03-01T12:00:00.000Z' }];
  assert.deepEqual(await (await ask(taken.submission_id)).json(), { submission_id: taken.submission_id, reports });
  assert.equal((await ask('s-none')).status, 404);
  assert.throws(() => server.setStatus(randomUUID(), 'removed'), /no report/);
  server.behave({ kind: '5xx', times: 1 });
  assert.equal((await ask(taken.submission_id)).status, 503);
  assert.equal((await ask(taken.submission_id)).status, 200);
  server.behave({ kind: 'half-done', times: 1 });
  await assert.rejects(ask(taken.submission_id));
  assert.ok(server.requests().includes('GET /v1/reports/s-none 404'));
});
