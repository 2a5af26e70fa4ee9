import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freshDatabase } from '../../../test/fresh-database.ts';
import { transact } from '../../platform/db.ts';
import { serviceKeyFrom } from '../../platform/service-key.ts';
import type { HostPlace } from '../takedown/rung.ts';
import { parseContacts } from './contacts-file.ts';
import { findLadder, proxiesAmong, type ContactDeps } from './find-ladder.ts';
import { buildLadder, contactKey, NO_FACTS, type LadderFacts, type NamedContact } from './ladder.ts';
import { writeLookup } from './lookup-store.ts';
import { parseProxyNetworks } from './proxy-networks.ts';
import type { Looked, Registration, Registries } from './registration.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const EARLIER = new Date('2026-02-27T12:00:00Z');
const PLACE = { host: 'albums.pictures.example.org', ip: '185.107.56.40', country: 'NL', isBehindProxy: false };
const ORIGIN = { host: 'origin.example.net', ip: '5.9.1.1', country: 'DE' };
const mail = (name: string) => ({ name, email: `abuse@${name}.example` });
const nobody = parseContacts('{"version":1}');
const byRdap = (name: string): NamedContact => ({ contact: mail(name), source: 'rdap', fetchedAt: EARLIER });

const FACTS: LadderFacts = {
  ...{ asn: 64_500, registrarId: '9999' },
  ...{ owner: byRdap('site'), network: byRdap('network'), upstream: byRdap('carrier'), registrar: byRdap('names') },
};

/** Each row: what is different, and the ladder as `rung name source`. */
const TABLE: readonly {
  readonly when: string;
  readonly rules?: object;
  readonly place?: Partial<HostPlace>;
  readonly facts?: Partial<LadderFacts>;
  readonly ladder: readonly string[];
}[] = [
  {
    when: 'registration data names everybody',
    ladder: ['owner site rdap', 'hosting network rdap', 'upstream carrier rdap', 'registrar names rdap'],
  },
  {
    when: 'the IP is a proxy: its contact is the proxy, and nobody is known to host',
    place: { isBehindProxy: true },
    ladder: ['owner site rdap', 'proxy network rdap', 'upstream carrier rdap', 'registrar names rdap'],
  },
  {
    when: 'rules by hand name everybody',
    rules: {
      owners: { 'albums.pictures.example.org': mail('hand-owner') },
      domains: { 'example.org': mail('hand-host') },
      upstreams: { AS64500: mail('hand-carrier') },
      registrars: { '9999': mail('hand-names') },
    },
    ladder: [
      'owner hand-owner rule',
      'hosting hand-host rule',
      'upstream hand-carrier rule',
      'registrar hand-names rule',
    ],
  },
  {
    when: 'a rule names the host behind a proxy, and another the proxy',
    place: { isBehindProxy: true },
    rules: { hosts: { 'albums.pictures.example.org': mail('origin') }, proxies: { AS64500: mail('shield') } },
    ladder: [
      ...['owner site rdap', 'hosting origin rule', 'proxy shield rule'],
      ...['upstream carrier rdap', 'registrar names rdap'],
    ],
  },
  {
    when: 'a network and a country by hand are the proxy’s, and not the host’s, behind a proxy',
    place: { isBehindProxy: true },
    rules: { networks: { '185.107.0.0/16': mail('wide') }, countries: { NL: mail('country') } },
    ladder: ['owner site rdap', 'proxy wide rule', 'upstream carrier rdap', 'registrar names rdap'],
  },
  {
    when: 'the origin behind the proxy is known: its IP’s contact hosts, its AS carries, and the proxy keeps its own rung',
    place: { isBehindProxy: true, origin: ORIGIN },
    facts: { origin: { asn: 64_600, network: byRdap('host'), upstream: byRdap('host-carrier') } },
    ladder: [
      ...['owner site rdap', 'hosting host rdap', 'proxy network rdap'],
      ...['upstream host-carrier rdap', 'registrar names rdap'],
    ],
  },
  {
    when: 'nobody is known for the origin: the proxy’s carrier does not carry it',
    place: { isBehindProxy: true, origin: ORIGIN },
    ladder: ['owner site rdap', 'proxy network rdap', 'registrar names rdap'],
  },
  {
    when: 'rules by hand name the origin’s network, its carrier and the proxy’s carrier',
    place: { isBehindProxy: true, origin: ORIGIN },
    facts: { origin: { asn: 64_600, network: byRdap('host'), upstream: undefined } },
    rules: {
      networks: { '5.9.0.0/16': mail('hand-host') },
      upstreams: { AS64600: mail('hand-carrier'), AS64500: mail('not-this') },
    },
    ladder: [
      ...['owner site rdap', 'hosting hand-host rule', 'proxy network rdap'],
      ...['upstream hand-carrier rule', 'registrar names rdap'],
    ],
  },
  {
    when: 'a rule names the item’s own host, and the origin is known',
    place: { isBehindProxy: true, origin: ORIGIN },
    facts: { origin: { asn: undefined, network: byRdap('host'), upstream: undefined } },
    rules: { hosts: { 'albums.pictures.example.org': mail('hand-host') } },
    ladder: ['owner site rdap', 'hosting hand-host rule', 'proxy network rdap', 'registrar names rdap'],
  },
  {
    when: 'one mailbox answers for several rungs: the nearest keeps it',
    facts: {
      upstream: byRdap('network'),
      registrar: { ...byRdap('x'), contact: { ...mail('x'), email: 'ABUSE@Network.example' } },
    },
    ladder: ['owner site rdap', 'hosting network rdap'],
  },
  {
    when: 'the mailbox in the owner’s place is the registrar’s own',
    facts: {
      owner: { ...byRdap('x'), contact: { name: 'Private', email: 'customer-7@names.example.com' } },
      registrar: { ...byRdap('x'), contact: { name: 'Names', email: 'abuse@mail.example.com' } },
    },
    ladder: ['hosting network rdap', 'upstream carrier rdap', 'registrar Names rdap'],
  },
  {
    when: 'nobody is known',
    facts: NO_FACTS,
    ladder: [],
  },
  {
    when: 'the contact has an API',
    facts: NO_FACTS,
    rules: { networks: { '185.107.56.0/24': { channel: 'api', name: 'Big Host', account: 'bighost' } } },
    ladder: ['hosting Big Host rule'],
  },
  {
    when: 'IPv6',
    place: { ip: '2a02:4780:1::7' },
    rules: {
      networks: { '2a02:4780::/32': mail('six-wide'), '2a02:4780:1::/48': mail('six') },
      upstreams: { '2a02::/16': mail('six-carrier') },
    },
    ladder: ['owner site rdap', 'hosting six rule', 'upstream six-carrier rule', 'registrar names rdap'],
  },
];

for (const { when, rules, place, facts, ladder } of TABLE) {
  test(`buildLadder is right when ${when}`, () => {
    const contacts = rules === undefined ? nobody : parseContacts(JSON.stringify({ version: 1, ...rules }));
    const rungs = buildLadder(contacts, { ...PLACE, ...place }, { ...FACTS, ...facts }, NOW);
    assert.deepEqual(
      rungs.map(({ rung, contact, source }) => `${rung} ${contact.name} ${source}`),
      ladder,
    );
    for (const { source, fetchedAt } of rungs) assert.deepEqual(fetchedAt, source === 'rule' ? NOW : EARLIER);
    assert.equal(new Set(rungs.map(({ contact }) => contactKey(contact))).size, rungs.length);
  });
}

const found = (registration: Partial<Registration>): Looked => ({
  kind: 'found',
  registration: { networks: [], asns: [], ...registration },
  fetchedAt: EARLIER,
});
const NONE: Looked = { kind: 'none' };
const SILENT: Looked = { kind: 'silent' };

/** Registries that answer by question, and keep what they were asked. */
function answering(answers: Readonly<Record<string, Looked>>) {
  const asked: string[] = [];
  const answer = (name: string) => {
    asked.push(name);
    return Promise.resolve(answers[name] ?? NONE);
  };
  const words = (question: Parameters<Registries['rdap']>[0]) =>
    question.kind === 'domain' ? question.name : question.kind === 'ip' ? question.ip : `AS${question.asn}`;
  const registries: Registries = {
    rdap: (question) => answer(`rdap ${words(question)}`),
    ripeAbuse: (question) => answer(`ripe ${words(question)}`),
    ripeOrigin: (question) => answer(`origin ${words(question)}`),
  };
  return { registries, asked };
}

const proxies = parseProxyNetworks(
  '{"version":1,"proxies":[{"name":"Shield","networks":["104.16.0.0/13"],"asns":[13335]}]}',
);
const deps = (registries: Registries | undefined, more: Partial<ContactDeps> = {}): ContactDeps => ({
  readRules: () => Promise.resolve(nobody),
  ...{ proxies, registries },
  ...more,
});
const shown = async (contactDeps: ContactDeps, place: Partial<HostPlace> = {}) => {
  const { rungs, silent } = await findLadder(contactDeps, { ...PLACE, ...place }, NOW);
  return { rungs: rungs.map(({ rung, contact, source }) => `${rung} ${contact.name} ${source}`), silent };
};

test('findLadder asks for the registered domain, the IP and its AS, and for nothing else', async () => {
  const { registries, asked } = answering({
    'rdap example.org': found({ abuse: mail('site'), registrar: mail('names') }),
    'rdap 185.107.56.40': found({ abuse: mail('network'), asns: [64_500] }),
    'rdap AS64500': found({ abuse: mail('carrier') }),
  });
  assert.deepEqual(await shown(deps(registries)), {
    rungs: ['owner site rdap', 'hosting network rdap', 'upstream carrier rdap', 'registrar names rdap'],
    silent: [],
  });
  assert.deepEqual(asked, ['rdap example.org', 'rdap 185.107.56.40', 'rdap AS64500']);
});

test('findLadder goes by the rules alone when nothing is to be asked', async () => {
  const rules = parseContacts(JSON.stringify({ version: 1, domains: { 'example.org': mail('hand') } }));
  assert.deepEqual(await shown(deps(undefined, { readRules: () => Promise.resolve(rules) })), {
    rungs: ['hosting hand rule'],
    silent: [],
  });
});

test('findLadder asks RIPE when the registry names no abuse contact, and takes the next best when RIPE knows none', async () => {
  const next = answering({ 'rdap 185.107.56.40': found({ other: mail('technical') }) });
  assert.deepEqual((await shown(deps(next.registries))).rungs, ['hosting technical rdap']);
  const ripe = answering({
    'rdap 185.107.56.40': found({ other: mail('technical') }),
    'ripe 185.107.56.40': found({ abuse: mail('abuse-c') }),
    'origin 185.107.56.40': found({ asns: [64_501] }),
    'ripe AS64501': found({ abuse: mail('carrier-c') }),
  });
  assert.deepEqual((await shown(deps(ripe.registries))).rungs, ['hosting abuse-c ripe', 'upstream carrier-c ripe']);
});

test('findLadder names the silent sources and makes the ladder of the rest', async () => {
  const { registries } = answering({
    ...{ 'rdap example.org': SILENT, 'rdap 185.107.56.40': SILENT, 'origin 185.107.56.40': SILENT },
    'ripe 185.107.56.40': found({ abuse: mail('abuse-c') }),
  });
  assert.deepEqual(await shown(deps(registries)), {
    rungs: ['hosting abuse-c ripe'],
    silent: ['rdap-domain', 'rdap-ip', 'ripe'],
  });
});

test('findLadder takes the IP for a proxy’s when its network, its AS, a rule or routing says so', async () => {
  const answers = {
    'rdap 104.18.20.30': found({ abuse: mail('cdn') }),
    'rdap 185.107.56.40': found({ abuse: mail('cdn'), asns: [13_335] }),
  };
  const byNetwork = await shown(deps(answering(answers).registries), { ip: '104.18.20.30' });
  const byAs = await shown(deps(answering(answers).registries));
  assert.deepEqual([byNetwork.rungs, byAs.rungs], [['proxy cdn rdap'], ['proxy cdn rdap']]);
  const plain = { 'rdap 185.107.56.40': found({ abuse: mail('cdn') }) };
  const rules = parseContacts(JSON.stringify({ version: 1, proxies: { '185.107.56.0/24': mail('hand') } }));
  const byRule = await shown(deps(answering(plain).registries, { readRules: () => Promise.resolve(rules) }));
  assert.deepEqual(byRule.rungs, ['proxy hand rule']);
  const byRouting = await shown(deps(answering(plain).registries), { isBehindProxy: true });
  assert.deepEqual(byRouting.rungs, ['proxy cdn rdap']);
});

test('findLadder asks for the origin’s IP and AS beside the proxy’s, and takes the item for proxied', async () => {
  const { registries, asked } = answering({
    'rdap 185.107.56.40': found({ abuse: mail('cdn'), asns: [64_500] }),
    'rdap 5.9.1.1': found({ abuse: mail('host'), asns: [64_600] }),
    'rdap AS64600': found({ abuse: mail('host-carrier') }),
  });
  assert.deepEqual((await shown(deps(registries), { origin: ORIGIN })).rungs, [
    ...['hosting host rdap', 'proxy cdn rdap', 'upstream host-carrier rdap'],
  ]);
  assert.ok(!asked.includes('rdap example.net'), 'whose name the origin’s host is does not matter');
});

test('proxiesAmong goes by the list, the contacts file, the local table and what registries have said, and asks nobody', async () => {
  const { db } = await freshDatabase();
  const serviceKey = serviceKeyFrom(Buffer.alloc(32, 3));
  const kept = { fetchedAt: NOW, failures: 0, askAt: NOW, forgetAt: new Date(NOW.getTime() + 1e9) };
  const answer = { kind: 'found' as const, value: { networks: [], asns: [13_335] } };
  await transact(db, (tx) => writeLookup(tx, serviceKey, 'ripe-origin 5.9.3.1', { ...kept, answer }, NOW));
  const rules = parseContacts(JSON.stringify({ version: 1, proxies: { '5.9.1.0/24': mail('hand') } }));
  const asOf = (ip: string) => (ip === '5.9.2.1' ? 13_335 : undefined);
  const known = await proxiesAmong({ db, serviceKey, proxies, readRules: () => Promise.resolve(rules), asOf }, [
    '104.18.20.30',
    '5.9.1.1',
    '5.9.2.1',
    '5.9.3.1',
    '5.9.4.1',
    'no address',
    '104.18.20.30',
  ]);
  assert.deepEqual([...known].sort(), ['104.18.20.30', '5.9.1.1', '5.9.2.1', '5.9.3.1']);
});

test('findLadder asks no registry about onion services, private addresses and IP literals as names', async () => {
  const onion = answering({});
  await shown(deps(onion.registries), { host: `${'a'.repeat(56)}.onion`, ip: undefined });
  await shown(deps(onion.registries), { host: '10.0.0.7', ip: '10.0.0.7' });
  assert.deepEqual(onion.asked, []);
  const bare = answering({ 'rdap 185.107.56.40': found({ abuse: mail('network') }) });
  const { rungs } = await shown(deps(bare.registries), { host: '185.107.56.40', ip: undefined });
  assert.deepEqual(rungs, ['hosting network rdap'], 'a host that is an address needs no look-up');
  const literal = answering({});
  await shown(deps(literal.registries), { host: '2a02:4780:1::7', ip: '2a02:4780:1:0:0:0:0:7' });
  assert.deepEqual(literal.asked, ['rdap 2a02:4780:1::7', 'ripe 2a02:4780:1::7', 'origin 2a02:4780:1::7']);
});
