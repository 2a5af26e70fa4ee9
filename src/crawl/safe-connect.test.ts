import assert from 'node:assert/strict';
import { test } from 'node:test';
import { layTrap, serveHttp } from './loopback-for-tests.ts';
import { NameNotResolved, openNetwork, testNetworkSchema, type Network } from './network.ts';
import { fetchSafely, type FetchOutcome } from './safe-fetch.ts';

const options = { userAgent: 'FyrTest/1.0 (+https://hotline.example/crawler)', limits: { totalMs: 3000 } };

/** Spellings of loopback that a URL parser or an operating system takes for it: without the check each reaches the trap. */
const LOOPBACK_SPELLINGS = [
  '127.0.0.1',
  '127.0.0.1.',
  '127.1',
  '127.0.1',
  '2130706433',
  '0x7f000001',
  '0X7F000001',
  '0x7f.1',
  '0x7f.0x0.0x0.0x1',
  '0x7F.0.0.1',
  '0177.0.0.1',
  '0177.0.0.01',
  '017700000001',
  '00000177.0.0.1',
  '127.000.000.001',
  '127.0.0.2',
  '127.255.255.254',
  '127.8.8.8',
  '%31%32%37.0.0.1',
  '127%2e0%2e0%2e1',
  '①②⑦.⓪.⓪.①',
  '１２７.０.０.１',
  '127。0。0。1',
  '127．0．0．1',
  '0',
  '0.0.0.0',
  '0x0',
  '00.00.00.00',
  '0.0',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[0000:0000:0000:0000:0000:0000:0000:0001]',
  '[::0001]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::FFFF:7F00:0001]',
  '[0:0:0:0:0:ffff:127.0.0.1]',
  'localhost',
  'LOCALHOST',
  'LocalHost',
  'localhost.',
  'a.localhost',
  'a.b.localhost',
  'ｌｏｃａｌｈｏｓｔ',
  'loc%61lhost',
  'ⓛocalhost',
];

/** Other addresses that must not be reached: private, link-local, shared, reserved, multicast, and their IPv6 forms. */
const RESERVED_SPELLINGS = [
  '10.0.0.1',
  '10.255.255.255',
  '0x0a000001',
  '012.0.0.1',
  '167772161',
  '172.16.0.1',
  '172.31.255.254',
  '2886729729',
  '192.168.0.1',
  '192.168.1',
  '3232235521',
  '0xc0.0xa8.0.1',
  '169.254.169.254',
  '2852039166',
  '0xa9fea9fe',
  '0251.0376.0251.0376',
  '100.64.0.1',
  '100.127.255.254',
  '192.0.0.1',
  '192.0.2.1',
  '198.18.0.1',
  '198.19.255.255',
  '198.51.100.1',
  '203.0.113.1',
  '192.88.99.1',
  '224.0.0.1',
  '239.255.255.250',
  '240.0.0.1',
  '255.255.255.255',
  '0.0.0.1',
  '0.1.2.3',
  '[::]',
  '[::2]',
  '[::127.0.0.1]',
  '[::7f00:1]',
  '[::10.0.0.1]',
  '[::ffff:10.0.0.1]',
  '[::ffff:a9fe:a9fe]',
  '[::ffff:0:127.0.0.1]',
  '[64:ff9b::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b::8.8.8.8]',
  '[64:ff9b:1::7f00:1]',
  '[2002:7f00:1::]',
  '[2002:7f00:1::1]',
  '[2002:a00:1::]',
  '[2002:c0a8:1::1]',
  '[2001::1]',
  '[2001:0:4136:e378:8000:63bf:80ff:fffe]',
  '[fe80::1]',
  '[febf::1]',
  '[fec0::1]',
  '[fc00::1]',
  '[fd00::1]',
  '[fd12:3456:789a::1]',
  '[ff02::1]',
  '[ff05::1:3]',
  '[2001:db8::1]',
  '[3fff::1]',
  '[100::1]',
  '[2001:2::1]',
  '[2001:10::1]',
  '[2001:20::1]',
  '[5f00::1]',
  '[4000::1]',
  '[8000::1]',
  '[e000::1]',
  '[fe00::1]',
];

/** A network without rules of its own kind: every address, if allowed, leads to the trap. */
function everywhereTo(port: number, answers: Record<string, readonly string[]> = {}): Network {
  return {
    ...openNetwork({ kind: 'system' }),
    resolve: (host) =>
      answers[host] === undefined
        ? Promise.reject(new NameNotResolved('no-such-name'))
        : Promise.resolve(answers[host]),
    dialTarget: () => ({ ip: '127.0.0.1', port }),
  };
}

const summary = (outcome: FetchOutcome) =>
  outcome.kind === 'answered' ? 'answered' : `${outcome.kind} ${outcome.reason}`;

test('safeConnector dials nothing when an address is forbidden, in 114 spellings', async (t) => {
  const trap = await layTrap(t);
  const spellings = [...LOOPBACK_SPELLINGS, ...RESERVED_SPELLINGS];
  assert.equal(new Set(spellings).size, 114);
  for (const spelling of spellings) {
    for (const network of [openNetwork({ kind: 'system' }), everywhereTo(trap.port)]) {
      const outcome = await fetchSafely(network, `http://${spelling}:${trap.port}/`, options);
      assert.equal(summary(outcome), 'refused forbidden-address', spelling);
    }
  }
  assert.equal(trap.acceptedCount(), 0);
});

test('safeConnector would reach the trap by those spellings when the check is taken away', async (t) => {
  const trap = await layTrap(t);
  const unchecked: Network = { ...openNetwork({ kind: 'system' }), mayDial: () => true };
  for (const spelling of LOOPBACK_SPELLINGS) {
    const before = trap.acceptedCount();
    const outcome = await fetchSafely(unchecked, `http://${spelling}:${trap.port}/`, options);
    assert.equal(summary(outcome), 'answered', spelling);
    assert.equal(trap.acceptedCount(), before + 1, spelling);
  }
  const outcome = await fetchSafely(everywhereTo(trap.port), 'http://85.1.2.3/', options);
  assert.equal(summary(outcome), 'answered');
});

test('safeConnector dials nothing when a name resolves to forbidden addresses only', async (t) => {
  const trap = await layTrap(t);
  const literals = RESERVED_SPELLINGS.concat(['127.0.0.1', '[::1]', '[::ffff:127.0.0.1]'])
    .map((spelling) => spelling.replace(/[[\]]/g, ''))
    .concat(['fe80::1%1', '127.0.0.1%lo', 'not an address', '']);
  for (const address of literals) {
    const network = everywhereTo(trap.port, { 'pictures.example.org': [address] });
    const outcome = await fetchSafely(network, 'http://pictures.example.org/', options);
    assert.equal(summary(outcome), 'refused forbidden-address', address);
  }
  assert.equal(trap.acceptedCount(), 0);
});

test('safeConnector dials nothing when a redirect leads to a forbidden address', async (t) => {
  const trap = await layTrap(t);
  const targets = [...LOOPBACK_SPELLINGS, ...RESERVED_SPELLINGS];
  const site = await serveHttp(t, (request, response) => {
    const target = targets[Number(request.url?.slice(1))] ?? '';
    response.writeHead(302, {
      location: encodeURI(`//${target}:${trap.port}/`)
        .replaceAll('%25', '%')
        .replaceAll('%5B', '[')
        .replaceAll('%5D', ']'),
    });
    response.end();
  });
  const network: Network = {
    ...everywhereTo(trap.port),
    resolve: () => Promise.resolve(['85.1.2.3']),
    dialTarget: (_host, ip) => ({ ip: '127.0.0.1', port: ip === '85.1.2.3' ? site.port : trap.port }),
  };
  for (const [index, target] of targets.entries()) {
    const outcome = await fetchSafely(network, `http://pictures.example.org/${index}`, options);
    assert.equal(summary(outcome), 'refused forbidden-address', target);
    assert.equal(outcome.hops.length, 1);
  }
  assert.equal(site.acceptedCount(), targets.length);
  assert.equal(trap.acceptedCount(), 0);
});

test('safeConnector dials the address it checked when the resolver changes its answer between questions', async (t) => {
  const trap = await layTrap(t);
  const site = await serveHttp(t, (_request, response) => response.end('site'));
  let asked = 0;
  const network: Network = {
    ...openNetwork({ kind: 'system' }),
    resolve: () => Promise.resolve([asked++ % 2 === 0 ? '85.1.2.3' : '127.0.0.1']),
    dialTarget: (_host, ip, port) => (ip === '85.1.2.3' ? { ip: '127.0.0.1', port: site.port } : { ip, port }),
  };
  for (let round = 0; round < 20; round += 1) {
    const outcome = await fetchSafely(network, `http://rebind.example.org:${trap.port}/`, options);
    assert.equal(summary(outcome), round % 2 === 0 ? 'answered' : 'refused forbidden-address');
    assert.equal(asked, round + 1, 'one question a hop: no second answer can slip in');
  }
  assert.equal(site.acceptedCount(), 10);
  assert.equal(trap.acceptedCount(), 0);
});

test('safeConnector keeps to the allowed addresses when a name has both kinds', async (t) => {
  const site = await serveHttp(t, (_request, response) => response.end('site'));
  const dialled: string[] = [];
  const network: Network = {
    ...openNetwork({ kind: 'system' }),
    resolve: () => Promise.resolve(['127.0.0.1', '10.0.0.1', '85.1.2.3', '::1']),
    dialTarget: (_host, ip) => {
      dialled.push(ip);
      return { ip: '127.0.0.1', port: site.port };
    },
  };
  const outcome = await fetchSafely(network, 'http://both.example.org/', options);
  assert.equal(outcome.kind === 'answered' && outcome.ip, '85.1.2.3');
  assert.deepEqual(dialled, ['85.1.2.3']);
});

test('safeConnector tries the next address when the first does not answer, three at most', async (t) => {
  const site = await serveHttp(t, (_request, response) => response.end('site'));
  const closed = 1;
  const withAddresses = (addresses: readonly string[]): Network => ({
    ...openNetwork({ kind: 'system' }),
    resolve: () => Promise.resolve(addresses),
    dialTarget: (_host, ip) => ({ ip: '127.0.0.1', port: ip === '85.1.2.9' ? site.port : closed }),
  });
  const found = await fetchSafely(withAddresses(['85.1.2.3', '85.1.2.9']), 'http://two.example.org/', options);
  assert.equal(found.kind === 'answered' && found.ip, '85.1.2.9');
  const many = ['85.1.2.3', '85.1.2.4', '85.1.2.5', '85.1.2.9'];
  const lost = await fetchSafely(withAddresses(many), 'http://four.example.org/', options);
  assert.equal(summary(lost), 'failed connect');
});

test('safeConnector refuses ports of other protocols, onion names, and networks without a way', async (t) => {
  const trap = await layTrap(t);
  const network = everywhereTo(trap.port, { 'mail.example.org': ['85.1.2.3'] });
  for (const port of [22, 25, 53, 110, 143, 465, 587, 993, 6667]) {
    const outcome = await fetchSafely(network, `http://mail.example.org:${port}/`, options);
    assert.equal(summary(outcome), 'refused forbidden-port', String(port));
  }
  const onion = await fetchSafely(network, `http://${'a'.repeat(56)}.onion/`, options);
  assert.equal(summary(onion), 'refused onion-not-reachable');
  const empty = openNetwork({ kind: 'test', network: testNetworkSchema.parse({ hosts: {} }) });
  assert.equal(summary(await fetchSafely(empty, 'http://85.1.2.3/', options)), 'refused no-route');
  assert.equal(trap.acceptedCount(), 0);
});
