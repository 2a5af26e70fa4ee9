import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, beforeEach, test } from 'node:test';
import fc from 'fast-check';
import { startProviderApi } from '../../../stand-ins/provider-api.ts';
import { PartnerUnavailable } from '../../partners/door.ts';
import type { OutgoingLetter } from './channel.ts';
import { composeLetter } from './compose-letter.ts';
import { openExampleApi, readSendAnswer } from './example-api.ts';
import { inputOf, itemOf, TEST_HOTLINE, xarfSchema } from './letters-for-tests.ts';
import { SHIPPED_TEMPLATES } from './shipped-templates.ts';

const server = await startProviderApi();
const access = { url: server.url, hotline: TEST_HOTLINE, mostItems: 10, timeoutMs: 5_000 };
const api = openExampleApi({ ...access, token: () => Promise.resolve(server.token) });
after(async () => {
  await api.close();
  await server.close();
});
beforeEach(() => server.behave({ kind: 'ok' }));

function letterOf(count = 1, changes: Partial<OutgoingLetter> = {}): OutgoingLetter {
  const letterId = randomUUID();
  const items = Array.from({ length: count }, (_, index) =>
    itemOf({ url: `https://pictures.example.org/${index}` }, { noticeId: randomUUID() }),
  );
  return {
    ...composeLetter(inputOf({ letterId, items }), SHIPPED_TEMPLATES),
    ...{ letterId, messageId: `<${letterId}@fyr.example.org>`, idempotencyKey: letterId },
    contact: { channel: 'api', name: 'Example Hosting', account: 'example' },
    ...changes,
  };
}
const unavailable = (code: string) => (error: unknown) => error instanceof PartnerUnavailable && error.code === code;
const takenOf = (letter: OutgoingLetter) => server.submissions().filter(({ letterId }) => letterId === letter.letterId);

test('send hands over every notice once with its report, its text and the letter’s key', async () => {
  const unclassed = itemOf({ classification: undefined }, { noticeId: randomUUID() });
  const letterId = randomUUID();
  const items = [itemOf({}, { noticeId: randomUUID() }), unclassed];
  const composed = composeLetter(inputOf({ letterId, items }), SHIPPED_TEMPLATES);
  const letter = letterOf(1, { ...composed, letterId, idempotencyKey: letterId, isUrgent: true });
  const outcome = await api.send(letter);
  const [taken] = takenOf(letter);
  assert.ok(taken);
  assert.deepEqual(outcome, { kind: 'sent', reference: taken.submissionId });
  assert.deepEqual([taken.key, taken.urgent, taken.message], [letterId, true, letter.text]);
  assert.deepEqual(
    taken.reports.map(({ noticeId, url }) => [noticeId, url]),
    items.map(({ noticeId, facts }) => [noticeId, facts.url]),
  );
  assert.equal(xarfSchema.parse(taken.reports[0]?.xarf).report_id, items[0]?.noticeId);
  assert.equal(taken.reports[1]?.xarf, null);
});

test('send lands once whatever happens to its answer: a second try with the same key is the same letter', async () => {
  for (const kind of ['half-done', 'malformed', 'half-taken'] as const) {
    const letter = letterOf(3);
    server.behave({ kind, times: 1 });
    await assert.rejects(api.send(letter), kind);
    const outcome = await api.send(letter);
    const taken = takenOf(letter);
    assert.deepEqual([taken.length, outcome], [1, { kind: 'sent', reference: taken[0]?.submissionId }], kind);
  }
});

test('send takes a duplicate for a letter that landed before, also when its key was forgotten', async () => {
  const letter = letterOf(2);
  server.behave({ kind: 'half-done', times: 1 });
  await assert.rejects(api.send(letter));
  server.behave({ kind: 'duplicate', times: 1 });
  const outcome = await api.send(letter);
  assert.deepEqual([takenOf(letter).length, outcome.kind], [1, 'sent']);
  assert.deepEqual(outcome, { kind: 'sent', reference: takenOf(letter)[0]?.submissionId });
});

test('send is refused by a final no, and throws for trouble that is not about the letter', async () => {
  server.behave({ kind: 'refuse', times: 1 });
  assert.deepEqual(await api.send(letterOf()), { kind: 'refused', code: 'api-422-not-accepted' });
  for (const status of [500, 502, 503, 429]) {
    server.behave({ kind: '5xx', status, times: 1 });
    await assert.rejects(api.send(letterOf()), unavailable(`api-status-${status}`));
  }
  const locked = openExampleApi({ ...access, token: () => Promise.resolve('another-token') });
  await assert.rejects(locked.send(letterOf()), unavailable('api-status-401'));
  await locked.close();
  const letter = letterOf();
  await api.send(letter);
  const other = letterOf(1, { idempotencyKey: letter.idempotencyKey });
  assert.deepEqual(await api.send(other), { kind: 'refused', code: 'api-422-key-reused' });
});

test('send gives up on a server that does not answer in time', async () => {
  const hasty = openExampleApi({ ...access, timeoutMs: 100, token: () => Promise.resolve(server.token) });
  server.behave({ kind: 'slow', delayMs: 400, times: 1 });
  await assert.rejects(hasty.send(letterOf()));
  await hasty.close();
});

test('whyNot says so when a letter has more items than the account takes', () => {
  assert.equal(api.whyNot(letterOf(10)), undefined);
  assert.equal(api.whyNot(letterOf(11)), 'api-too-many-items');
});

test('readStatus gives what the provider says of each notice', async () => {
  const letter = letterOf(2);
  const outcome = await api.send(letter);
  assert.ok(outcome.kind === 'sent' && outcome.reference !== undefined);
  const [first, second] = letter.notices.map(({ noticeId }) => noticeId);
  server.setStatus(second ?? '', 'removed');
  const statuses = await api.readStatus(outcome.reference);
  assert.deepEqual(
    statuses.map(({ noticeId, status }) => [noticeId, status]),
    [
      [first, 'received'],
      [second, 'removed'],
    ],
  );
  await assert.rejects(api.readStatus('s-unknown'), unavailable('api-status-404'));
  await assert.rejects(api.readStatus('../other'));
  server.behave({ kind: 'malformed', times: 1 });
  await assert.rejects(api.readStatus(outcome.reference), unavailable('api-answer-malformed'));
});

test('readSendAnswer says sent only for an answer that says that all were taken, over any bodies', () => {
  const anyBody = fc.oneof(
    fc.jsonValue(),
    fc.record(
      { submission_id: fc.oneof(fc.string(), fc.constant('s-1')), received: fc.integer(), error: fc.string() },
      { requiredKeys: [] },
    ),
  );
  fc.assert(
    fc.property(fc.integer({ min: 100, max: 599 }), anyBody, fc.integer({ min: 1, max: 5 }), (status, body, count) => {
      let outcome;
      try {
        outcome = readSendAnswer({ status, body }, count);
      } catch (error) {
        assert.ok(error instanceof PartnerUnavailable);
        return;
      }
      if (outcome.kind === 'refused') assert.match(outcome.code, /^api-(400|413|422)-[a-z0-9-]+$/);
      else {
        assert.ok(status === 200 || status === 201);
        assert.deepEqual(body, { submission_id: 's-1', received: count });
      }
    }),
  );
  assert.deepEqual(readSendAnswer({ status: 201, body: { submission_id: 's-1', received: 2 } }, 2), {
    ...{ kind: 'sent', reference: 's-1' },
  });
});
