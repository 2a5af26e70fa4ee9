import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { freshDatabase } from '../../test/fresh-database.ts';
import type { Origin, StandingOrigin } from '../cases/door.ts';
import { serviceKeyFrom } from '../platform/service-key.ts';
import { countryCodeSchema } from '../terms/countries.ts';
import { itemIdSchema, staffIdSchema } from '../terms/ids.ts';
import { hostFactsOf, readHostStands, standOf, type HostedItem } from './host-stands.ts';

const { db, pool } = await freshDatabase();
const serviceKey = serviceKeyFrom(Buffer.alloc(32, 7));
const [US, DE] = [countryCodeSchema.parse('US'), countryCodeSchema.parse('DE')];
const [PROXY, HOST, NEIGHBOUR, ELSEWHERE] = ['104.16.1.1', '5.9.1.1', '5.9.1.9', '185.70.41.1'];
const AT = new Date('2026-11-24T10:00:00Z');
const minute = (minutes: number) => new Date(AT.getTime() + minutes * 60_000);

const deps = {
  ...{ db, serviceKey },
  addresses: {
    proxiesAmong: (ips: readonly string[]) => Promise.resolve(new Set(ips.filter((ip) => ip.startsWith('104.16.')))),
    countryOf: (ip: string) => (ip.startsWith('5.9.') ? DE : US),
  },
};
const by = { number: 1, staffId: staffIdSchema.parse(randomUUID()), notedAt: minute(1) };
const found = (ip: string | undefined, locationCode: string | null = 'found'): StandingOrigin => ({
  ...{ ...by, said: 'found', way: 'history', host: 'origin.example.org', ip, locationCode: locationCode ?? undefined },
  country: ip === undefined ? undefined : deps.addresses.countryOf(ip),
});

async function standAt(ip: string, origin?: Origin, seen?: { readonly ips: readonly string[]; readonly at: Date }) {
  const id = itemIdSchema.parse(randomUUID());
  if (seen !== undefined) {
    const caseId = randomUUID();
    await pool.query(
      `insert into case_file (id, state, category, is_urgent, opened_hour, case_facts) values ($1, 'new', 'online', false, now(), '{}')`,
      [caseId],
    );
    await pool.query(
      `insert into item (id, case_id, shrouded_url, url_digest, shrouded_host, host_digest, state, created_at)
       values ($1, $2, '', $3, '', '', 'assessed', now())`,
      [id, caseId, Buffer.from(id)],
    );
    await pool.query(
      `insert into watch (item_id, host_digest, state, started_at, visits, last_verdict, last_because, last_visit_at, shrouded_ips)
       values ($1, '', 'watching', now(), 1, 'online', 'same-page', $2, $3)`,
      [id, seen.at, seen.ips.length === 0 ? null : serviceKey.shroud('ip', seen.ips.join(' '))],
    );
  }
  const item: HostedItem = { id, ip, country: deps.addresses.countryOf(ip), locatedAt: AT };
  return standOf(await readHostStands(deps, [item], new Map(origin === undefined ? [] : [[id, origin]])), id);
}

const TABLE: readonly (readonly [
  name: string,
  ip: string,
  origin: Origin | undefined,
  proxy: string,
  country: unknown,
])[] = [
  ['the address is no proxy’s', HOST, undefined, 'none', DE],
  ['a proxy answers, and nobody has said anything', PROXY, undefined, 'origin-unknown', undefined],
  ['the origin was found', PROXY, found(HOST), 'origin-known', DE],
  ['the origin’s name leads nowhere', PROXY, found(undefined, 'no-such-name'), 'origin-known', undefined],
  ['the origin is still being looked up', PROXY, found(undefined, null), 'origin-unknown', undefined],
  ['the origin is a proxy’s address too', PROXY, found('104.16.9.9'), 'origin-unknown', undefined],
  ['it could not be found', PROXY, { ...by, said: 'not-found' }, 'origin-not-found', undefined],
  ['what was said is taken back', PROXY, { ...by, said: 'taken-back' }, 'origin-unknown', undefined],
  ['what was said is out of date', PROXY, { ...found(HOST), notedAt: minute(-1) }, 'origin-unknown', undefined],
  ['an analyst knows of a proxy that the lists do not know', HOST, found(ELSEWHERE), 'origin-known', US],
];
for (const [name, ip, origin, proxy, country] of TABLE)
  test(`readHostStands says ${proxy} when ${name}`, async () => {
    const facts = hostFactsOf(await standAt(ip, origin));
    assert.deepEqual(facts, { proxy, hostCountry: country, hostChanged: false });
  });

const MOVES: readonly (readonly [name: string, ips: readonly string[], minutes: number, isMoved: boolean])[] = [
  ['the same address answered', [HOST], 5, false],
  ['one of the same network answered', [NEIGHBOUR], 5, false],
  ['another network answered', [ELSEWHERE], 5, true],
  ['another network answered beside the old one', [ELSEWHERE, HOST], 5, false],
  ['another network answered before the host was looked up', [ELSEWHERE], -5, false],
  ['nobody answered', [], 5, false],
];
for (const [name, ips, minutes, isMoved] of MOVES)
  test(`readHostStands says that the host has ${isMoved ? '' : 'not '}changed when ${name}`, async () => {
    const stand = await standAt(HOST, undefined, { ips, at: minute(minutes) });
    assert.equal(hostFactsOf(stand).hostChanged, isMoved);
    assert.deepEqual(stand.movedTo, isMoved ? { code: 'found', ip: ELSEWHERE, country: US } : undefined);
  });
