import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { freshDatabase } from '../../test/fresh-database.ts';
import { openConsole } from '../console/console-for-tests.ts';
import {
  editRows,
  SHIPPED_TABLE,
  TRIAL_LIMITS,
  type RoutingRow,
  type RoutingTable,
  type TableEdit,
} from '../routing/door.ts';
import { countryCodeSchema } from '../terms/countries.ts';
import { tryOnPastCases } from './try-table.ts';

const { db, pool } = await freshDatabase();
const { deps: consoleDeps } = await openConsole(db);
const deps = {
  ...{ ...consoleDeps, ncmec: { reach: () => Promise.resolve({ kind: 'asked' } as const) } },
  ...{ homeCountry: countryCodeSchema.parse('SE'), inhopeCountries: new Set(['SE', 'NL', 'US']) },
};
const [analyst] = (
  await pool.query<{ id: string }>(
    `insert into staff (id, name, login, role, password_salt, password_check, recipient, sealed_identity, shrouded_totp, created_at)
     values ($1, 'astrid', 'astrid', 'analyst', '', '', '', '', '', now()) returning id`,
    [randomUUID()],
  )
).rows;

interface Past {
  readonly country: string | null;
  readonly ip?: string;
  /** What an analyst said of its origin. */
  readonly origin?: 'not-found' | { readonly ip: string; readonly country: string };
  /** Where the newest visit met it. */
  readonly seenAt?: string;
  readonly outcome?: string | null;
  readonly isGone?: boolean;
  readonly listed?: 'exact' | 'near';
  readonly category?: string;
  readonly facts?: Readonly<Record<string, string>>;
}

/** A decided case with one item; an outcome is an analyst's, unless a list is all that speaks. @returns its number */
async function past(made: Past): Promise<number> {
  const { country, outcome = 'illegal-baseline', isGone = false, listed, ip, ...of } = made;
  const [caseId, itemId] = [randomUUID(), randomUUID()];
  const { rows } = await pool.query<{ number: number }>(
    `insert into case_file (id, state, category, is_urgent, opened_hour, decided_at, case_facts)
     values ($1, 'decided', $2, false, now(), now(), $3) returning number`,
    [caseId, of.category ?? 'online', JSON.stringify(of.facts ?? {})],
  );
  await pool.query(
    `insert into item (id, case_id, shrouded_url, url_digest, shrouded_host, host_digest, country, state, outcome,
       created_at, shrouded_ip, located_at)
     values ($1, $2, '', $3, '', '', $4, $5, $6, now(), $7, now() - interval '1 hour')`,
    [
      ...[itemId, caseId, Buffer.from(itemId), country, isGone ? 'gone' : 'assessed', outcome],
      ip === undefined ? null : consoleDeps.serviceKey.shroud('ip', ip),
    ],
  );
  await sayOf(itemId, made);
  if (listed === undefined && outcome !== null)
    await pool.query(
      `insert into assessment (id, item_id, staff_id, question_set, answers, outcome, assessed_at) values ($1, $2, $3, '', '{}', $4, now())`,
      [randomUUID(), itemId, analyst?.id, outcome],
    );
  if (listed !== undefined)
    await pool.query(
      `insert into item_hit (item_id, list_id, entry_id, sighting_id, kind, category, source, is_trusted, distance, shrouded_page, seen_at)
       values ($1, 1, 1, $2, $3, 'illegal-baseline', '', $4, 0, '', now())`,
      [itemId, randomUUID(), listed, listed === 'exact'],
    );
  return Number(rows[0]?.number);
}

async function sayOf(itemId: string, { origin, seenAt }: Past): Promise<void> {
  const { serviceKey } = consoleDeps;
  if (origin === 'not-found')
    await pool.query(`insert into item_origin (item_id, staff_id, said, noted_at) values ($1, $2, $3, now())`, [
      ...[itemId, analyst?.id, origin],
    ]);
  else if (origin !== undefined)
    await pool.query(
      `insert into item_origin (item_id, staff_id, said, way, shrouded_host, shrouded_ip, country, location_code, noted_at)
       values ($1, $2, 'found', 'registry', $3, $4, $5, 'found', now())`,
      [
        ...[itemId, analyst?.id, serviceKey.shroud('host', 'origin.example.org')],
        ...[serviceKey.shroud('ip', origin.ip), origin.country],
      ],
    );
  if (seenAt !== undefined)
    await pool.query(
      `insert into watch (item_id, host_digest, state, started_at, visits, last_verdict, last_because, last_visit_at, shrouded_ips)
       values ($1, '', 'watching', now(), 1, 'online', 'same-page', now(), $2)`,
      [itemId, serviceKey.shroud('ip', seenAt)],
    );
}

const withEdit = (...edits: readonly TableEdit[]): RoutingTable => ({
  version: 1,
  rows: edits.reduce((rows, edit) => editRows(rows, edit), SHIPPED_TABLE.rows),
});
const trial = (draft: RoutingTable, most: number = TRIAL_LIMITS.cases) =>
  tryOnPastCases(deps, { inUse: SHIPPED_TABLE, draft }, most);
const words = { why: { sv: 'Därför.', en: 'That is why.' } };

const atHome = await past({ country: 'SE' });
const abroad = await past({ country: 'US' });
const gone = await past({ country: 'US', isGone: true });
const listed = await past({ country: 'US', listed: 'exact' });
await past({ country: 'US', outcome: 'not-illegal' });
const grooming = await past({ country: 'VU', category: 'grooming' });
await pool.query(
  `insert into case_file (id, state, category, is_urgent, opened_hour) values ($1, 'new', 'online', false, now())`,
  [randomUUID()],
);

test('tryOnPastCases finds no difference when the draft is the table in use', async () => {
  const { cases, unchanged, counts, changed, ways } = await trial(withEdit());
  assert.deepEqual([cases, unchanged, changed], [6, 6, []]);
  assert.deepEqual(counts, { 'told-more': 0, 'told-less': 0, 'told-others': 0, reason: 0 });
  assert.deepEqual(
    ways.map(({ to, before, after }) => [to, before, after]),
    [
      ['police', 2, 2],
      ['iccam', 3, 3],
      ['provider-host', 2, 2],
      ['none', 1, 1],
    ],
  );
});

test('tryOnPastCases finds each case that a planted change leads elsewhere, with the row that says so, and no other', async () => {
  const row: RoutingRow = {
    id: 'own-aaaaaa',
    about: 'item',
    when: { categories: ['grooming'] },
    to: ['police-at-once'],
    ...words,
  };
  const { counts, changed, unchanged } = await trial(
    withEdit(
      { kind: 'remove', id: 'inhope' },
      { kind: 'remove', id: 'home-host-notice' },
      { kind: 'put', row, after: '' },
    ),
  );
  const brief = changed.map(({ number, kind, before, after }) => [
    number,
    kind,
    ...[before, after].map((ways) => ways.map(({ to, row: by }) => `${to} ${by}`).join(', ')),
  ]);
  assert.deepEqual(brief, [
    [grooming, 'told-others', 'police no-inhope', 'police-at-once own-aaaaaa'],
    [listed, 'told-less', 'iccam inhope, provider-host known-exact', 'provider-host known-exact'],
    [gone, 'told-others', 'iccam inhope', 'police last-resort'],
    [abroad, 'told-others', 'iccam inhope', 'police last-resort'],
    [atHome, 'reason', 'police home-host, provider-host home-host-notice', 'police home-host, provider-host dsa16'],
  ]);
  assert.deepEqual([unchanged, counts], [1, { 'told-more': 0, 'told-less': 1, 'told-others': 3, reason: 1 }]);
});

test('tryOnPastCases tells what a list alone has judged from what a person has, though its outcome was noted', async () => {
  const row: RoutingRow = { id: 'own-bbbbbb', about: 'item', when: { judgedBy: 'list' }, to: ['person'], ...words };
  const { changed } = await trial(withEdit({ kind: 'put', row, after: '' }));
  assert.deepEqual(
    changed.map(({ number, kind }) => [number, kind]),
    [[listed, 'told-others']],
  );
});

test('tryOnPastCases counts somebody who is told beside the others, and reads no more cases than it was asked to', async () => {
  const row: RoutingRow = { id: 'own-cccccc', about: 'item', when: { host: 'abroad' }, to: ['ncmec'], ...words };
  const draft = withEdit({ kind: 'put', row, after: 'inhope' });
  assert.equal((await trial(draft)).counts['told-more'], 4);
  const { cases, changed } = await trial(draft, 2);
  assert.deepEqual([cases, changed.map(({ number }) => number)], [2, [grooming]]);
});

test('tryOnPastCases meets proxies, their origins and hosts that have changed as a live decision does', async () => {
  const proxy = '104.16.1.1';
  const numbers = [
    await past({ country: 'US', ip: proxy }),
    await past({ country: 'US', ip: proxy, origin: 'not-found' }),
    await past({ country: 'US', ip: proxy, origin: { ip: '5.9.1.1', country: 'DE' } }),
    await past({ country: 'DE', ip: '5.9.1.1', seenAt: '8.8.8.8' }),
  ];
  // A row that fits everything illegal shows what each was before.
  const row: RoutingRow = { id: 'own-dddddd', about: 'item', when: {}, to: ['police-at-once'], ...words };
  const { changed } = await trial(
    withEdit(...SHIPPED_TABLE.rows.map(({ id }) => ({ kind: 'remove', id }) as const), { kind: 'put', row, after: '' }),
    numbers.length,
  );
  const before = changed.map(({ number, before: ways }) => [
    number,
    ways.map((way) => `${way.to} ${way.row}`).join(', '),
  ]);
  const [hidden, lost, found] = numbers;
  assert.deepEqual(before, [
    [found, 'police no-inhope, provider-host dsa16, provider-proxy both-hosts'],
    [lost, 'police host-unknown, provider-proxy proxy-alone'],
    [hidden, 'person find-origin'],
  ]);
});
