import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { z } from 'zod';
import { mailAddressesIn } from './mail-address.ts';
import { readCard } from './read-card.ts';
import { readRdap, readRdapEntity } from './read-rdap.ts';
import { registrationSchema } from './registration.ts';
import { readAbuseContactFinder, readDatabaseAbuseContact, readNetworkInfo } from './ripe.ts';
import { processorMs } from '../../platform/processor-time-for-tests.ts';

const entity = (roles: unknown, email: unknown, more: object = {}) => ({
  ...{ objectClassName: 'entity', roles },
  vcardArray: [
    'vcard',
    [
      ['version', {}, 'text', '4.0'],
      ['fn', {}, 'text', 'Desk'],
      ['email', {}, 'text', email],
    ],
  ],
  ...more,
});
const network = (entities: unknown, more: object = {}) => ({ objectClassName: 'ip network', entities, ...more });
const abuseOf = (value: unknown) => readRdap(value, 'ip')?.registration.abuse?.email;

test('mailAddressesIn takes an address out of each spelling that is met', () => {
  const spellings: readonly [unknown, readonly string[]][] = [
    ['abuse@host.example', ['abuse@host.example']],
    ['  abuse@host.example. ', ['abuse@host.example']],
    ['mailto:abuse@host.example?subject=x', ['abuse@host.example']],
    ['Abuse Desk <abuse@host.example>', ['abuse@host.example']],
    ['abuse%40host.example', ['abuse@host.example']],
    ['Abuse@HOST.Example', ['Abuse@host.example']],
    ['one@host.example, two@host.example;one@host.example', ['one@host.example', 'two@host.example']],
    [
      ['one@host.example', 7, 'two@host.example'],
      ['one@host.example', 'two@host.example'],
    ],
    ['abuse@räksmörgås.example', ['abuse@xn--rksmrgs-5wao1o.example']],
    ['("abuse@host.example")', ['abuse@host.example']],
  ];
  for (const [value, expected] of spellings) assert.deepEqual(mailAddressesIn(value), expected);
});

test('mailAddressesIn takes nothing that a notice cannot be sent to', () => {
  const none = [
    ...[
      '',
      'abuse',
      '@host.example',
      'abuse@',
      'abuse@localhost',
      'abuse@host',
      'abuse@192.0.2.1',
      'abuse@[192.0.2.1]',
    ],
    ...['abuse(at)host.example', 'REDACTED FOR PRIVACY', 'https://host.example/abuse', 'no-reply@host.example'],
    ...[
      'redacted@host.example',
      'a b@c',
      'x@host.invalid',
      'x@host.local',
      `${'x'.repeat(65)}@host.example`,
      '%E0%A4%A',
    ],
    ...[7, null, undefined, {}, [[]], { email: 'a@b.example' }, 'x'.repeat(3_000)],
  ];
  for (const value of none) assert.deepEqual(mailAddressesIn(value), [], JSON.stringify(value));
});

test('readCard prefers as the card says, and reads structured values and several at once', () => {
  const properties = [
    ['org', {}, 'text', ['Example Hosting', 'Abuse']],
    ['EMAIL', { pref: '2' }, 'text', 'second@host.example'],
    ['email', { pref: '1' }, 'text', 'first@host.example'],
    ['email', {}, 'text', 'last@host.example', 'mailto:other@host.example'],
    ['adr', {}, 'text', ['', '', 'Street', 'Town', '', '', 'nl']],
    [],
    'x',
    ['email'],
  ];
  assert.deepEqual(readCard({ vcardArray: ['vcard', properties] }), {
    name: 'Example Hosting',
    emails: ['first@host.example', 'second@host.example', 'last@host.example', 'other@host.example'],
    country: 'NL',
  });
  const byCode = [['adr', { cc: 'SE' }, 'text', ['', '', '', '', '', '', 'Sweden']]];
  assert.equal(readCard({ vcardArray: ['vcard', byCode] }).country, 'SE');
});

test('readCard reads JSContact where there is no jCard', () => {
  const jscard = {
    '@type': 'Card',
    name: { full: 'Example Hosting' },
    emails: { work: { address: 'abuse@host.example' } },
    addresses: { a: { countryCode: 'de' } },
  };
  assert.deepEqual(readCard({ jscard }), { name: 'Example Hosting', emails: ['abuse@host.example'], country: 'DE' });
});

test('readRdap takes the outermost abuse contact, in any case of its role, and an abuse mailbox of its card first', () => {
  const nested = entity(['registrant'], 'org@host.example', { entities: [entity(['abuse'], 'inner@host.example')] });
  assert.equal(abuseOf(network([nested, entity('ABUSE', 'outer@host.example')])), 'outer@host.example');
  assert.equal(abuseOf(network([nested])), 'inner@host.example');
  assert.equal(abuseOf(network([entity(['abuse'], ['noc@host.example', 'abuse@host.example'])])), 'abuse@host.example');
  assert.equal(abuseOf(network([entity(['abuse'], 'no address')])), undefined);
});

test('readRdap names a contact after the organisation that holds the block', () => {
  const named = (name: string, roles: readonly string[]) => ({
    ...{ objectClassName: 'entity', roles },
    vcardArray: [
      'vcard',
      [
        ['fn', {}, 'text', name],
        ['email', {}, 'text', `abuse@host.example`],
      ],
    ],
  });
  const nameOf = (entities: unknown) => readRdap(network(entities), 'ip')?.registration.abuse?.name;
  assert.equal(nameOf([named('Example Hosting', ['registrant']), named('Abuse-C Role', ['abuse'])]), 'Example Hosting');
  assert.equal(nameOf([named('Abuse-C Role', ['abuse'])]), 'Abuse-C Role');
});

test('readRdap takes from remarks only a mailbox that calls itself abuse', () => {
  const remarks = (text: unknown) => network([], { name: 'NET-1', remarks: [{ title: 'Remarks', description: text }] });
  assert.equal(abuseOf(remarks(['Peering: peer@host.example', 'Abuse: abuse@host.example.'])), 'abuse@host.example');
  assert.equal(abuseOf(remarks('contact network-abuse@host.example please')), 'network-abuse@host.example');
  assert.equal(abuseOf(remarks(['Abuse? Write to desk@host.example'])), undefined);
});

test('readRdap keeps a domain’s registrant, technical contact and registrar apart', () => {
  const read = (entities: unknown) => readRdap({ objectClassName: 'domain', entities }, 'domain')?.registration;
  const registrar = entity(['registrar'], 'sales@names.example', {
    publicIds: [{ type: 'IANA Registrar ID', identifier: 9999 }],
    entities: [entity(['abuse'], 'abuse@names.example'), entity(['technical'], 'tech@names.example')],
  });
  const desk = { name: 'Desk', email: 'abuse@names.example' };
  assert.deepEqual(read([registrar]), { networks: [], asns: [], registrar: desk, registrarId: '9999' });
  assert.equal(read([entity(['registrar'], 'sales@names.example')])?.registrar?.email, 'sales@names.example');
  assert.equal(
    read([entity(['registrant'], 'person@home.example')])?.abuse,
    undefined,
    'a registrant is not an abuse desk',
  );
  const owner = entity(['registrant'], 'x', { entities: [entity(['abuse'], 'abuse@site.example')] });
  assert.equal(read([owner, registrar])?.abuse?.email, 'abuse@site.example');
});

test('readRdap follows only links that may lead somewhere', () => {
  const links = (href: unknown, rel = 'related', type?: string) =>
    readRdap({ objectClassName: 'domain', entities: [], links: [{ rel, href, type }] }, 'domain')?.registrarLink;
  assert.equal(links('https://rdap.names.example/domain/example.org'), 'https://rdap.names.example/domain/example.org');
  assert.equal(links('https://names.example/', 'related', 'text/html'), undefined);
  assert.equal(links('https://names.example/domain/x', 'self'), undefined);
  for (const href of ['ftp://names.example/', 'javascript:alert(1)', '/domain/x', 7, 'https://'])
    assert.equal(links(href), undefined);
});

test('readRdap works out a network from a range only where it is a whole one', () => {
  const range = (startAddress: unknown, endAddress: unknown) =>
    readRdap(network([], { startAddress, endAddress }), 'ip')?.registration.networks;
  assert.deepEqual(range('185.107.56.0', '185.107.56.255'), ['185.107.56.0/24']);
  assert.deepEqual(range('185.107.56.7', '185.107.56.7'), ['185.107.56.7/32']);
  assert.deepEqual(range('2a02:4780::', '2a02:4780:ffff:ffff:ffff:ffff:ffff:ffff'), ['2a02:4780::/32']);
  assert.deepEqual(range('0.0.0.0', '255.255.255.255'), ['0.0.0.0/0']);
  for (const [start, end] of [
    ['185.107.56.0', '185.107.57.127'],
    ['185.107.56.1', '185.107.56.254'],
    ['1.2.3.4', '2a02::'],
    ['x', 'y'],
    [1, 2],
  ])
    assert.deepEqual(range(start, end), []);
});

test('readRdap reads origin ASes as numbers and as texts, and no others', () => {
  const origins = (list: unknown) =>
    readRdap(network([], { arin_originas0_originautnums: list }), 'ip')?.registration.asns;
  assert.deepEqual(
    origins([64_500, '64501', 'AS64502', 0, -1, 1.5, 'x', null, 4_294_967_296]),
    [64_500, 64_501, 64_502],
  );
  assert.deepEqual(origins('64500'), []);
});

test('readRdap is no answer when the class is another, or there is an error', () => {
  assert.equal(readRdap({ objectClassName: 'domain', entities: [] }, 'ip'), undefined);
  assert.equal(readRdap({ errorCode: 404, entities: [] }, 'ip'), undefined);
  assert.ok(readRdap({ handle: 'X' }, 'ip'), 'some servers leave the class out');
  for (const value of [null, 7, 'x', [], {}]) assert.equal(readRdap(value, 'ip'), undefined);
});

test('readRdap bounds what it looks at: depth and number of entities', () => {
  let deep: object = entity(['abuse'], 'deep@host.example');
  for (let level = 0; level < 50; level += 1) deep = entity(['x'], 'x', { entities: [deep] });
  assert.equal(abuseOf(network([deep])), undefined);
  const many = Array.from({ length: 100_000 }, () => ({ roles: ['noc'] }));
  const startedAt = processorMs();
  assert.equal(abuseOf(network([...many, entity(['abuse'], 'late@host.example')])), undefined);
  assert.ok(processorMs() - startedAt < 1_000);
});

/** JSON that looks like RDAP in some places and like nothing in others. */
const { rdapLike } = fc.letrec((tie) => ({
  email: fc.oneof(fc.emailAddress(), fc.string(), fc.constant('mailto:a@b.example'), fc.jsonValue()),
  property: fc.oneof(
    fc.tuple(
      fc.constantFrom('email', 'fn', 'adr', 'org'),
      fc.oneof(fc.object(), fc.constant({ pref: 'x' })),
      fc.constant('text'),
      tie('email'),
    ),
    fc.jsonValue(),
  ),
  links: fc.oneof(
    fc.array(
      fc.record({
        rel: fc.constantFrom('self', 'related', 7),
        href: fc.oneof(fc.webUrl(), fc.string()),
        type: fc.constantFrom('application/rdap+json', 7),
      }),
    ),
    fc.jsonValue(),
  ),
  rdapLike: fc.oneof(
    { depthSize: 'small' },
    fc.jsonValue(),
    fc.record(
      {
        objectClassName: fc.constantFrom('ip network', 'autnum', 'domain', 'entity', 7),
        roles: fc.oneof(
          fc.array(fc.constantFrom('abuse', 'registrar', 'registrant', 'technical', 'ABUSE')),
          fc.jsonValue(),
        ),
        vcardArray: fc.oneof(fc.tuple(fc.constant('vcard'), fc.array(tie('property'))), fc.jsonValue()),
        entities: fc.oneof(fc.array(tie('rdapLike')), fc.jsonValue()),
        links: tie('links'),
        remarks: fc.oneof(
          fc.array(fc.record({ description: fc.oneof(fc.array(tie('email')), fc.string()) })),
          fc.jsonValue(),
        ),
        publicIds: fc.oneof(
          fc.array(fc.record({ type: fc.string(), identifier: fc.oneof(fc.string(), fc.integer()) })),
          fc.jsonValue(),
        ),
        country: fc.oneof(fc.string(), fc.constant('se')),
        startAddress: fc.oneof(fc.ipV4(), fc.ipV6(), fc.string()),
        endAddress: fc.oneof(fc.ipV4(), fc.ipV6(), fc.string()),
        cidr0_cidrs: fc.oneof(fc.array(fc.record({ v4prefix: fc.ipV4(), length: fc.integer() })), fc.jsonValue()),
        arin_originas0_originautnums: fc.oneof(fc.array(fc.oneof(fc.integer(), fc.string())), fc.jsonValue()),
      },
      { requiredKeys: [] },
    ),
  ),
}));

test('readRdap never throws and gives only what can be kept and written to, over any JSON', () => {
  fc.assert(
    fc.property(rdapLike, fc.constantFrom('ip' as const, 'asn' as const, 'domain' as const), (value, kind) => {
      const answer = readRdap(value, kind);
      if (answer !== undefined) assert.deepEqual(registrationSchema.parse(answer.registration), answer.registration);
      for (const link of [answer?.registrarLink, answer?.abuseLink])
        assert.ok(link === undefined || URL.canParse(link));
      const contact = readRdapEntity(value);
      assert.ok(contact === undefined || z.email().safeParse(contact.email).success);
    }),
    { numRuns: 1_000 },
  );
});

test('mailAddressesIn never throws, and never yields a non-address, over any text', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.emailAddress().map((email) => `<${email}>;`),
    fc.jsonValue(),
    fc.webUrl(),
  );
  fc.assert(
    fc.property(texts, (value) => {
      for (const email of mailAddressesIn(value)) assert.ok(z.email().max(254).safeParse(email).success);
    }),
    { numRuns: 2_000 },
  );
  fc.assert(
    fc.property(fc.emailAddress(), (email) => {
      const kept = email.toLowerCase().replace(/@.*/, '');
      fc.pre(z.email().safeParse(email).success && !/^(no-?reply|redacted|null|none|nobody|withheld)/.test(kept));
      fc.pre(!/[<>?"'():,;|%]|^mailto/.test(email) && email.length <= 254);
      assert.equal(mailAddressesIn(email).length, 1);
    }),
  );
});

test('RIPE’s answers are read in their shapes of now and before, and nothing else is', () => {
  const ok = (data: unknown) => ({ status: 'ok', data });
  assert.deepEqual(readAbuseContactFinder(ok({ abuse_contacts: ['abuse@host.example'] })), ['abuse@host.example']);
  assert.deepEqual(
    readAbuseContactFinder(ok({ anti_abuse_contacts: { abuse_c: [{ email: 'abuse@host.example' }] } })),
    ['abuse@host.example'],
  );
  assert.deepEqual(readAbuseContactFinder(ok({ abuse_contacts: [] })), []);
  assert.equal(readAbuseContactFinder({ status: 'error', data: { abuse_contacts: ['a@b.example'] } }), undefined);
  assert.deepEqual(readDatabaseAbuseContact({ 'abuse-contacts': { email: 'abuse@host.example' } }), [
    'abuse@host.example',
  ]);
  assert.equal(readDatabaseAbuseContact({ service: 'abuse-contact' }), undefined);
  assert.deepEqual(readNetworkInfo(ok({ asns: ['3333', 64_500, 'x'], prefix: '193.0.0.0/21' })), [3333, 64_500]);
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      for (const read of [readAbuseContactFinder, readDatabaseAbuseContact, readNetworkInfo]) {
        read(value);
        read(ok(value));
      }
    }),
  );
});
