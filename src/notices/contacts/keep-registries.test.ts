import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import fc from 'fast-check';
import { freshDatabase } from '../../../test/fresh-database.ts';
import { openTestClock, testServiceKey } from '../notices-for-tests.ts';
import { keepRegistries, type RegistrySource } from './keep-registries.ts';
import { afterAsking, isDue, usable, type Heard, type KeptLookup } from './lookup-age.ts';
import type { Registration } from './registration.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const { db, pool } = await freshDatabase();
const clock = openTestClock();
beforeEach(() => pool.query('truncate contact_lookup'));

const SILENT: Heard<Registration> = { kind: 'silent' };
const found = (name: string, networks: readonly string[] = []): Extract<Heard<Registration>, { kind: 'found' }> => ({
  kind: 'found',
  value: { abuse: { name, email: `abuse@${name}.example` }, networks: [...networks], asns: [] },
});

/** A source that says one thing after another, the last of them for ever. */
function saying(...answers: readonly Heard<Registration>[]) {
  const asked: string[] = [];
  const answer = (what: string) => {
    asked.push(what);
    return Promise.resolve(answers[Math.min(asked.length, answers.length) - 1] ?? { kind: 'none' as const });
  };
  const source: RegistrySource = {
    rdap: (question) => answer(`rdap ${JSON.stringify(Object.values(question))}`),
    ripeAbuse: () => answer('ripe'),
    ripeOrigin: () => answer('origin'),
  };
  /** As another process would open it: nothing is remembered but by the database. */
  const open = () => keepRegistries({ db, serviceKey: testServiceKey, source });
  return { asked, open };
}
const DOMAIN = { kind: 'domain', name: 'example.org' } as const;
const ipOf = (ip: string) => ({ kind: 'ip', ip }) as const;
const emailOf = async (looked: ReturnType<ReturnType<typeof keepRegistries>['rdap']>) => {
  const result = await looked;
  return result.kind === 'found' ? result.registration.abuse?.email : result.kind;
};

test('keepRegistries asks once in seven days for what is found, in this process and in others, and keeps its age', async () => {
  const { asked, open } = saying(found('first'), found('second'));
  const [here, there] = [open(), open()];
  const fetchedAt = clock.now();
  assert.equal(await emailOf(here.rdap(DOMAIN, clock.now())), 'abuse@first.example');
  clock.forward(7 * DAY_MS - 1);
  for (const registries of [here, there]) {
    const looked = await registries.rdap(DOMAIN, clock.now());
    assert.ok(looked.kind === 'found');
    assert.deepEqual(looked.fetchedAt, fetchedAt);
  }
  assert.equal(asked.length, 1);
  clock.forward(1);
  assert.equal(await emailOf(there.rdap(DOMAIN, clock.now())), 'abuse@second.example');
  assert.equal(asked.length, 2);
});

test('keepRegistries asks again after an hour when the registrar that the registry points to was silent', async () => {
  const { asked, open } = saying({ ...found('part'), isPartial: true }, found('whole'));
  assert.equal(await emailOf(open().rdap(DOMAIN, clock.now())), 'abuse@part.example');
  clock.forward(HOUR_MS - 1);
  assert.equal(await emailOf(open().rdap(DOMAIN, clock.now())), 'abuse@part.example');
  clock.forward(1);
  assert.equal(await emailOf(open().rdap(DOMAIN, clock.now())), 'abuse@whole.example');
  assert.equal(asked.length, 2);
});

test('keepRegistries asks again after a day when there was nothing', async () => {
  const { asked, open } = saying({ kind: 'none' }, found('late'));
  assert.equal(await emailOf(open().rdap(DOMAIN, clock.now())), 'none');
  clock.forward(DAY_MS - 1);
  assert.equal(await emailOf(open().rdap(DOMAIN, clock.now())), 'none');
  clock.forward(1);
  assert.equal(await emailOf(open().rdap(DOMAIN, clock.now())), 'abuse@late.example');
  assert.equal(asked.length, 2);
});

test('keepRegistries uses an old answer, with its age, while the source is silent, and asks it ever more seldom', async () => {
  const { asked, open } = saying(found('old'), SILENT);
  const fetchedAt = clock.now();
  await open().rdap(DOMAIN, clock.now());
  clock.forward(8 * DAY_MS);
  for (const waitMs of [0, MINUTE_MS, 2 * MINUTE_MS, 4 * MINUTE_MS]) {
    clock.forward(waitMs);
    const looked = await open().rdap(DOMAIN, clock.now());
    assert.ok(looked.kind === 'found');
    assert.deepEqual(looked.fetchedAt, fetchedAt);
  }
  assert.equal(asked.length, 5);
  clock.forward(7 * MINUTE_MS);
  await open().rdap(DOMAIN, clock.now());
  assert.equal(asked.length, 5, 'eight minutes have not passed');
  clock.forward(90 * DAY_MS);
  assert.equal(await emailOf(open().rdap(DOMAIN, clock.now())), 'silent', 'too old to go by');
});

test('keepRegistries waits as long as a source has asked when that is longer', async () => {
  const { asked, open } = saying({ kind: 'silent', retryAfterMs: HOUR_MS }, found('back'));
  assert.equal(await emailOf(open().rdap(DOMAIN, clock.now())), 'silent');
  clock.forward(HOUR_MS - 1);
  assert.equal(await emailOf(open().rdap(DOMAIN, clock.now())), 'silent');
  assert.equal(asked.length, 1);
  clock.forward(1);
  assert.equal(await emailOf(open().rdap(DOMAIN, clock.now())), 'abuse@back.example');
});

test('keepRegistries asks once when many ask at the same time', async () => {
  const { asked, open } = saying(found('one'));
  const registries = open();
  await Promise.all(Array.from({ length: 20 }, () => registries.rdap(DOMAIN, clock.now())));
  assert.equal(asked.length, 1);
});

test('keepRegistries shares an answer over a small block, IPv4 and IPv6, and not over a large one', async () => {
  const small = saying(found('small', ['185.107.56.0/25']));
  await small.open().rdap(ipOf('185.107.56.40'), clock.now());
  assert.equal(await emailOf(small.open().rdap(ipOf('185.107.56.99'), clock.now())), 'abuse@small.example');
  assert.equal(small.asked.length, 1);
  await small.open().rdap(ipOf('185.107.56.200'), clock.now());
  assert.equal(small.asked.length, 2, 'outside of the block');

  const large = saying(found('large', ['94.75.192.0/18']));
  await large.open().rdap(ipOf('94.75.200.10'), clock.now());
  await large.open().rdap(ipOf('94.75.200.11'), clock.now());
  assert.equal(large.asked.length, 2, 'another address of it may be registered more closely');

  const six = saying(found('six', ['2a02:4780:1::/48']));
  await six.open().rdap(ipOf('2a02:4780:1::7'), clock.now());
  assert.equal(await emailOf(six.open().rdap(ipOf('2a02:4780:1:ffff::8'), clock.now())), 'abuse@six.example');
  assert.equal(six.asked.length, 1);
});

test('keepRegistries takes a block for an address only when it lies in it', async () => {
  const lying = saying(found('elsewhere', ['198.51.100.0/24']));
  await lying.open().rdap(ipOf('185.107.56.40'), clock.now());
  await lying.open().rdap(ipOf('198.51.100.7'), clock.now());
  assert.equal(lying.asked.length, 2);
});

test('keepRegistries keeps the sources apart', async () => {
  const { asked, open } = saying(found('any'));
  const registries = open();
  await registries.rdap(ipOf('185.107.56.40'), clock.now());
  await registries.ripeAbuse(ipOf('185.107.56.40'), clock.now());
  await registries.ripeOrigin(ipOf('185.107.56.40'), clock.now());
  await registries.ripeAbuse({ kind: 'asn', asn: 64_500 }, clock.now());
  assert.equal(asked.length, 4);
});

test('contact_lookup tells nobody what was asked or answered, and forgets', async () => {
  await saying(found('secret')).open().rdap(DOMAIN, clock.now());
  const { rows } = await pool.query<{ text: string }>(
    `select contact_lookup::text || ' ' || encode(coalesce(shrouded_answer, ''), 'escape') as text from contact_lookup`,
  );
  assert.equal(rows.length, 1);
  assert.doesNotMatch(rows[0]?.text ?? '', /secret|example/);
  clock.forward(91 * DAY_MS);
  await saying(found('other')).open().rdap({ kind: 'asn', asn: 64_500 }, clock.now());
  const after = await pool.query<{ source: string }>('select source from contact_lookup');
  assert.deepEqual(after.rows, [{ source: 'rdap-asn' }]);
});

test('afterAsking keeps to its table over any history', () => {
  const heard = fc.oneof(
    fc.constant<Heard<string>>({ kind: 'found', value: 'x' }),
    fc.constant<Heard<string>>({ kind: 'none' }),
    fc.record({ kind: fc.constant('silent' as const), retryAfterMs: fc.integer({ min: 0, max: 3 * DAY_MS }) }),
  );
  fc.assert(
    fc.property(
      fc.array(fc.tuple(heard, fc.integer({ min: 0, max: 10 * DAY_MS })), { minLength: 1, maxLength: 40 }),
      (steps) => {
        let now = new Date('2026-03-01T00:00:00Z');
        let kept: KeptLookup<string> | undefined;
        for (const [said, waitMs] of steps) {
          kept = afterAsking(kept, said, now);
          assert.ok(kept.askAt > now && kept.askAt.getTime() <= now.getTime() + 7 * DAY_MS);
          assert.equal(isDue(kept, now), false);
          assert.equal(kept.failures > 0, said.kind === 'silent');
          const use = usable(kept, now);
          if (said.kind !== 'silent') assert.equal(use.kind, said.kind);
          else assert.notEqual(use.kind, 'none');
          now = new Date(now.getTime() + waitMs);
        }
      },
    ),
  );
});
