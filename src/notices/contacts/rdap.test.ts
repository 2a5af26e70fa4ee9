import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, afterEach, test } from 'node:test';
import { startRdap } from '../../../stand-ins/rdap.ts';
import { openNetwork, testNetworkSchema } from '../../crawl/door.ts';
import { askRdap } from './ask-rdap.ts';
import { openDirectory, readBootstrap } from './bootstrap.ts';
import type { FetchJsonDeps } from './fetch-json.ts';
import { openPacer } from './pacer.ts';
import type { RegistryQuestion } from './registration.ts';
import { askRipeAbuse, askRipeOrigin, readRipeServices } from './ripe.ts';

const rdap = await startRdap();
const folder = await mkdtemp(path.join(tmpdir(), 'fyr-rdap-'));
await rdap.writeFiles(folder);
const directory = openDirectory(await readBootstrap(folder));
const services = await readRipeServices(folder);
const network = openNetwork({ kind: 'test', network: testNetworkSchema.parse({ hosts: rdap.networkHosts() }) });

after(async () => {
  await rdap.close();
  await rm(folder, { recursive: true });
});
afterEach(() => rdap.behave({ kind: 'ok' }));

/** Each test has turns of its own, so that a server that one of them was told to leave alone is well in the next. */
function fetching(more: Partial<FetchJsonDeps> = {}): FetchJsonDeps {
  const pacer = openPacer({ gapMs: 0, mostWaitMs: 0, nowMs: () => performance.now(), pause: () => Promise.resolve() });
  return { network, userAgent: 'Fyr/test', pacer, now: () => new Date(), timeoutMs: 2_000, ...more };
}
const ask = (question: RegistryQuestion, more?: Partial<FetchJsonDeps>) => askRdap(fetching(more), directory, question);
const abuseOf = async (question: RegistryQuestion) => {
  const heard = await ask(question);
  return heard.kind === 'found' ? heard.value.abuse?.email : heard.kind;
};

const holder = (name: string, country: string) => ({ name, country, abuseEmail: `abuse@${name}.example` });
rdap.putNetwork({ cidr: '85.24.180.0/24', ...holder('north', 'SE'), originAs: 64_500 });
rdap.putNetwork({
  cidr: '23.92.20.0/24',
  ...holder('west', 'US'),
  originAs: 65_600,
  technicalEmail: 'noc@west.example',
});
rdap.putNetwork({ cidr: '153.120.0.0/16', ...holder('east', 'JP') });
rdap.putNetwork({ cidr: '14.225.200.0/24', ...holder('words', 'VN'), isInRemarks: true });
rdap.putNetwork({ cidr: '41.204.160.0/20', ...holder('south', 'KE') });
rdap.putNetwork({ cidr: '2a02:4780:1::/48', ...holder('six', 'NL') });
rdap.putNetwork({
  cidr: '94.75.200.0/24',
  name: 'quiet',
  country: 'NL',
  technicalEmail: 'noc@quiet.example',
  ripeAbuseEmail: 'abuse@quiet.example',
  originAs: 64_501,
});
rdap.putAutnum({ asn: 64_500, ...holder('carrier', 'SE') });
rdap.putAutnum({ asn: 64_501, name: 'mute', country: 'NL', ripeAbuseEmail: 'abuse@mute.example' });
rdap.putDomain({
  name: 'example.org',
  registrar: { name: 'Names & Sons', ianaId: '9999', abuseEmail: 'abuse@names.example' },
  ownerAbuseEmail: 'abuse@site.example',
  technicalEmail: 'ops@site.example',
});
rdap.putDomain({ name: 'example.com', registrar: { name: 'Bare Names' } });

test('askRdap finds the abuse contact wherever a registry keeps it, for IPv4, IPv6 and ASes', async () => {
  assert.equal(await abuseOf({ kind: 'ip', ip: '85.24.180.40' }), 'abuse@north.example');
  assert.equal(await abuseOf({ kind: 'ip', ip: '23.92.20.30' }), 'abuse@west.example');
  assert.equal(await abuseOf({ kind: 'ip', ip: '153.120.30.40' }), 'abuse@east.example');
  assert.equal(await abuseOf({ kind: 'ip', ip: '14.225.200.30' }), 'abuse@words.example');
  assert.equal(await abuseOf({ kind: 'ip', ip: '41.204.160.20' }), 'abuse@south.example');
  assert.equal(await abuseOf({ kind: 'ip', ip: '2a02:4780:1::7' }), 'abuse@six.example');
  assert.equal(await abuseOf({ kind: 'asn', asn: 64_500 }), 'abuse@carrier.example');
});

test('askRdap gives the block, its country, its origin AS and the next best contact', async () => {
  const west = await ask({ kind: 'ip', ip: '23.92.20.30' });
  assert.deepEqual(west, {
    kind: 'found',
    value: {
      abuse: { name: 'west', email: 'abuse@west.example', country: 'US' },
      other: { name: 'west', email: 'noc@west.example', country: 'US' },
      networks: ['23.92.20.0/24'],
      asns: [65_600],
    },
  });
  const east = await ask({ kind: 'ip', ip: '153.120.30.40' });
  assert.deepEqual(east.kind === 'found' && east.value.networks, ['153.120.0.0/16'], 'from start and end alone');
});

test('askRdap follows a registry’s answer about a domain to the registrar’s', async () => {
  assert.deepEqual(await ask({ kind: 'domain', name: 'example.org' }), {
    kind: 'found',
    value: {
      abuse: { name: 'Site abuse desk', email: 'abuse@site.example' },
      other: { name: 'Site operations', email: 'ops@site.example' },
      registrar: { name: 'Names & Sons', email: 'abuse@names.example' },
      registrarId: '9999',
      ...{ networks: [], asns: [] },
    },
  });
  assert.deepEqual(await ask({ kind: 'domain', name: 'example.com' }), {
    kind: 'found',
    value: { networks: [], asns: [] },
  });
});

test('askRdap follows a redirect to the registry that has it', async () => {
  const [europe, america] = ['rdap.europe.example.net', 'rdap.america.example.net'];
  const astray = { ...directory, serversFor: () => [`http://${america}/rdap/`] };
  const before = rdap.requests().length;
  const heard = await askRdap(fetching(), astray, { kind: 'ip', ip: '85.24.180.40' });
  assert.equal(heard.kind === 'found' && heard.value.abuse?.email, 'abuse@north.example');
  const asked = rdap.requests().slice(before);
  assert.deepEqual(
    asked.map(({ host, path: at, status }) => [host, at, status]),
    [
      [america, '/rdap/ip/85.24.180.40', 303],
      [europe, '/rdap/ip/85.24.180.40', 200],
    ],
  );
});

test('askRdap says none when nothing is registered, nobody is the one to ask, or the error stands in a 200', async () => {
  assert.deepEqual(await ask({ kind: 'ip', ip: '5.9.120.30' }), { kind: 'none' });
  assert.deepEqual(await ask({ kind: 'domain', name: 'example.zz' }), { kind: 'none' });
  rdap.behave({ kind: 'error-in-200' });
  assert.deepEqual(await ask({ kind: 'domain', name: 'example.org' }), { kind: 'none' });
});

test('askRdap finds nobody, and breaks on nothing, when no roles are given', async () => {
  rdap.behave({ kind: 'no-roles' });
  const heard = await ask({ kind: 'ip', ip: '85.24.180.40' });
  assert.equal(heard.kind === 'found' && heard.value.abuse, undefined);
});

test('askRdap takes an honest answer of a wrong content type', async () => {
  rdap.behave({ kind: 'wrong-type' });
  assert.equal(await abuseOf({ kind: 'ip', ip: '85.24.180.40' }), 'abuse@north.example');
});

for (const kind of ['not-json', 'wrong-shape', 'wrong-class', 'cut', 'huge', 'loop'] as const) {
  test(`askRdap hears silence when the server's answer is ${kind}`, async () => {
    rdap.behave({ kind });
    assert.equal((await ask({ kind: 'domain', name: 'example.org' })).kind, 'silent');
  });
}

for (const status of [401, 403, 429, 500, 502, 503]) {
  test(`askRdap hears silence, not absence, when the status is ${status}`, async () => {
    rdap.behave({ kind: 'status', status });
    assert.equal((await ask({ kind: 'ip', ip: '85.24.180.40' })).kind, 'silent');
  });
}

test('askRdap waits no longer than it may when the server hangs or is slow', async () => {
  rdap.behave({ kind: 'hang' });
  const startedAt = performance.now();
  assert.equal((await ask({ kind: 'ip', ip: '85.24.180.40' }, { timeoutMs: 150 })).kind, 'silent');
  assert.ok(performance.now() - startedAt < 30_000);
  rdap.behave({ kind: 'slow', delayMs: 50 });
  assert.equal(await abuseOf({ kind: 'ip', ip: '85.24.180.40' }), 'abuse@north.example');
});

test('askRdap leaves a server alone for as long as it has asked', async () => {
  rdap.behave({ kind: 'status', status: 429, retryAfter: '120' });
  const deps = fetching();
  const question = { kind: 'ip', ip: '85.24.180.40' } as const;
  assert.deepEqual(await askRdap(deps, directory, question), { kind: 'silent', retryAfterMs: 120_000 });
  rdap.behave({ kind: 'ok' });
  const before = rdap.requests().length;
  const again = await askRdap(deps, directory, question);
  assert.ok(again.kind === 'silent' && (again.retryAfterMs ?? 0) > 110_000);
  assert.equal(rdap.requests().length, before, 'nothing was asked');
  assert.equal((await askRdap(deps, directory, { kind: 'ip', ip: '23.92.20.30' })).kind, 'found', 'another server is');
});

test('askRdap asks the next server of an entry when the first is silent', async () => {
  const servers = {
    ...directory,
    serversFor: () => ['http://rdap.none.example.net/rdap/', 'http://rdap.europe.example.net/rdap/'],
  };
  const heard = await askRdap(fetching(), servers, { kind: 'asn', asn: 64_500 });
  assert.equal(heard.kind === 'found' && heard.value.abuse?.email, 'abuse@carrier.example');
});

test('askRipeAbuse finds what registration data does not name, by the finder or the database', async () => {
  const byFinder = await askRipeAbuse(fetching(), services, '94.75.200.10');
  assert.equal(byFinder.kind === 'found' && byFinder.value.abuse?.email, 'abuse@quiet.example');
  const byAs = await askRipeAbuse(fetching(), services, 'AS64501');
  assert.equal(byAs.kind === 'found' && byAs.value.abuse?.email, 'abuse@mute.example');
  rdap.behave({ kind: 'status', status: 500, host: 'stat.europe.example.net' });
  const byDatabase = await askRipeAbuse(fetching(), services, '94.75.200.10');
  assert.equal(byDatabase.kind === 'found' && byDatabase.value.abuse?.email, 'abuse@quiet.example');
});

test('askRipeAbuse tells none from silence', async () => {
  assert.deepEqual(await askRipeAbuse(fetching(), services, '85.24.180.40'), { kind: 'none' });
  rdap.behave({ kind: 'status', status: 500, host: 'stat.europe.example.net' });
  assert.equal(
    (await askRipeAbuse(fetching(), services, '85.24.180.40')).kind,
    'silent',
    'the database has its own region alone',
  );
});

test('askRipeOrigin names the AS that announces an address', async () => {
  const heard = await askRipeOrigin(fetching(), services, '94.75.200.10');
  assert.deepEqual(heard, { kind: 'found', value: { networks: [], asns: [64_501] } });
  assert.deepEqual(await askRipeOrigin(fetching(), services, '41.204.160.20'), { kind: 'none' });
  rdap.behave({ kind: 'wrong-shape' });
  assert.equal((await askRipeOrigin(fetching(), services, '94.75.200.10')).kind, 'silent');
});
