import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LOOPBACK_SPELLINGS, RESERVED_SPELLINGS } from './forbidden-for-tests.ts';
import { layTrap, serveHttp } from './loopback-for-tests.ts';
import { NameNotResolved, openNetwork, testNetworkSchema, type Network } from './network.ts';
import { fetchSafely, type FetchOutcome } from './safe-fetch.ts';

const options = { userAgent: 'FyrTest/1.0 (+https://hotline.example/crawler)', limits: { totalMs: 3000 } };

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
