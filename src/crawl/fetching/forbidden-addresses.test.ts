import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { LOOPBACK_SPELLINGS, RESERVED_SPELLINGS } from '../forbidden-for-tests.ts';
import { layTrap, serveHttp, type LoopbackServer } from '../loopback-for-tests.ts';
import { NameNotResolved, openNetwork, type Network } from '../network.ts';
import { RobotsBook } from '../reading/robots-book.ts';
import { openPageClient } from './open-page-client.ts';
import type { Answer, PageClient } from './page-client.ts';

/** Hidden behind other parts of an address, or spelt so that readers differ about where the host is. */
const TRICKS: readonly ((host: string) => string)[] = [
  (host) => `http://${host}/`,
  (host) => `http://example.org@${host}/`,
  (host) => `http://example.org:80@${host}/`,
  (host) => `http://example.org%2F@${host}/`,
  (host) => `http:\\\\${host}\\`,
  (host) => `http:/${host}/`,
  (host) => `http:${host}/`,
  (host) => `HTTP://${host}`,
  (host) => ` \thttp://${host}/\n`,
  (host) => `ht\ntp://${host}/`,
  (host) => `http:////${host}/#@example.org/`,
  (host) => `https://${host}/`,
];
/** Names that an answer of the DNS leads to forbidden addresses. */
const ANSWERS = RESERVED_SPELLINGS.concat([
  '127.0.0.1',
  '127.8.8.8',
  '0.0.0.0',
  '[::1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
]).map((spelling) => spelling.replace(/[[\]]/g, ''));

/** Every address that the rules allow leads to the trap: whoever gets past them is counted there. */
function everywhereTo(
  trap: LoopbackServer,
  resolve: Network['resolve'] = () => Promise.reject(new NameNotResolved('no-such-name')),
): Network {
  return { ...openNetwork({ kind: 'system' }), resolve, dialTarget: () => ({ ip: '127.0.0.1', port: trap.port }) };
}

function clientOn(t: TestContext, network: Network): PageClient {
  const client = openPageClient(network, { userAgent: 'FyrTest/1.0', limits: { totalMs: 3000 } });
  t.after(() => client.close());
  return client;
}

const summary = (answer: Answer) => (answer.kind === 'answered' ? 'answered' : `${answer.kind} ${answer.reason}`);
const withPort = (url: string, spelling: string, port: number) => url.replace(spelling, `${spelling}:${port}`);

test('get connects to no forbidden address, in 114 spellings and 12 disguises of each', async (t) => {
  const trap = await layTrap(t);
  const spellings = [...LOOPBACK_SPELLINGS, ...RESERVED_SPELLINGS];
  assert.equal(new Set(spellings).size, 114);
  let count = 0;
  for (const network of [openNetwork({ kind: 'system' }), everywhereTo(trap)]) {
    const client = clientOn(t, network);
    for (const spelling of spellings) {
      for (const disguise of TRICKS) {
        for (const url of [disguise(spelling), withPort(disguise(spelling), spelling, trap.port)]) {
          const answer = await client.get({ url });
          assert.match(summary(answer), /^refused (?:forbidden-address|not-a-url|scheme)$|^failed no-such-name$/, url);
          count += 1;
        }
      }
    }
  }
  assert.equal(count, 114 * TRICKS.length * 4);
  assert.equal(trap.acceptedCount(), 0);
});

test('get would reach the trap by the spellings of loopback if nothing were checked', async (t) => {
  const trap = await layTrap(t);
  const client = clientOn(t, { ...openNetwork({ kind: 'system' }), mayDial: () => true });
  for (const spelling of LOOPBACK_SPELLINGS) {
    assert.equal(summary(await client.get({ url: `http://${spelling}:${trap.port}/` })), 'answered', spelling);
  }
  assert.ok(trap.acceptedCount() > 0);
});

test('get connects nowhere when a name resolves to forbidden addresses only', async (t) => {
  const trap = await layTrap(t);
  let addresses: readonly string[] = [];
  const client = clientOn(
    t,
    everywhereTo(trap, () => Promise.resolve(addresses)),
  );
  for (const answer of [...ANSWERS, 'fe80::1%1', '127.0.0.1%lo', 'not an address', '', '2130706433', '0x7f.1']) {
    for (const several of [[answer], [answer, '10.0.0.1'], ['::1', answer, answer]]) {
      addresses = several;
      const got = await client.get({ url: 'http://pictures.example.org/' });
      assert.equal(summary(got), 'refused forbidden-address', several.join());
    }
  }
  assert.equal(trap.acceptedCount(), 0);
});

test('get dials the address that it checked when a resolver changes its answer from question to question', async (t) => {
  const trap = await layTrap(t);
  const site = await serveHttp(t, (_request, response) => response.setHeader('connection', 'close').end('site'));
  let asked = 0;
  const network: Network = {
    ...openNetwork({ kind: 'system' }),
    resolve: () => Promise.resolve([asked++ % 2 === 0 ? '85.1.2.3' : '127.0.0.1']),
    dialTarget: (_host, ip, port) => (ip === '85.1.2.3' ? { ip: '127.0.0.1', port: site.port } : { ip, port }),
  };
  const client = clientOn(t, network);
  for (let round = 0; round < 40; round += 1) {
    const answer = await client.get({ url: `http://rebind.example.org:${trap.port}/` });
    assert.equal(summary(answer), round % 2 === 0 ? 'answered' : 'refused forbidden-address');
    assert.equal(asked, round + 1, 'one question a connection: there is no second answer to slip in');
  }
  assert.equal(site.acceptedCount(), 20);
  assert.equal(trap.acceptedCount(), 0);
});

test('get asks the resolver nothing while a checked connection is kept', async (t) => {
  const site = await serveHttp(t, (_request, response) => response.end('site'));
  let asked = 0;
  const network: Network = {
    ...openNetwork({ kind: 'system' }),
    resolve: () => Promise.resolve([asked++ === 0 ? '85.1.2.3' : '127.0.0.1']),
    dialTarget: () => ({ ip: '127.0.0.1', port: site.port }),
  };
  const client = clientOn(t, network);
  for (let round = 0; round < 5; round += 1)
    assert.equal(summary(await client.get({ url: 'http://a.example.org/' })), 'answered');
  assert.equal(asked, 1);
});

/** A site whose every page redirects to the next target; the trap stands where they lead. */
async function redirecting(t: TestContext, targets: readonly string[]) {
  const trap = await layTrap(t);
  const site = await serveHttp(t, (request, response) => {
    const target = targets[Number(/\d+/.exec(request.url ?? '')?.[0])] ?? '';
    response.writeHead(302, {
      location: encodeURI(`http://${target}:${trap.port}/`)
        .replaceAll('%25', '%')
        .replaceAll('%5B', '[')
        .replaceAll('%5D', ']'),
    });
    response.end();
  });
  const network: Network = {
    ...openNetwork({ kind: 'system' }),
    resolve: () => Promise.resolve(['85.1.2.3']),
    dialTarget: (_host, ip) => ({ ip: '127.0.0.1', port: ip === '85.1.2.3' ? site.port : trap.port }),
  };
  return { trap, site, client: clientOn(t, network) };
}

test('a redirect to a forbidden address in any spelling is given back, and refused when it is followed', async (t) => {
  const targets = [...LOOPBACK_SPELLINGS, ...RESERVED_SPELLINGS];
  const { trap, client } = await redirecting(t, targets);
  for (const [index, target] of targets.entries()) {
    const answer = await client.get({ url: `http://pictures.example.org/${index}` });
    assert.equal(answer.kind, 'answered', target);
    if (answer.redirectTo === undefined) continue;
    assert.equal(summary(await client.get({ url: answer.redirectTo })), 'refused forbidden-address', target);
  }
  assert.equal(trap.acceptedCount(), 0);
});

test('a robots.txt that redirects to a forbidden address closes its host and connects nowhere', async (t) => {
  const targets = [...LOOPBACK_SPELLINGS, ...RESERVED_SPELLINGS];
  const { trap, site, client } = await redirecting(t, targets);
  let first = 0;
  const network: PageClient = {
    get: (request) =>
      client.get(
        request.url.endsWith('/robots.txt') ? { ...request, url: `http://pictures.example.org/${first}` } : request,
      ),
    close: () => client.close(),
  };
  for (; first < targets.length; first += 1) {
    const book = new RobotsBook({ client: network, agent: 'FyrTest' });
    const rules = await book.ask('http://pictures.example.org', 0);
    assert.equal(rules.isAllowed('/a'), false, targets[first]);
  }
  assert.ok(site.acceptedCount() > 0);
  assert.equal(trap.acceptedCount(), 0);
});

test('get refuses the ports of other protocols and onion names without a proxy', async (t) => {
  const trap = await layTrap(t);
  const client = clientOn(
    t,
    everywhereTo(trap, () => Promise.resolve(['85.1.2.3'])),
  );
  for (const port of [1, 22, 25, 53, 110, 143, 465, 587, 993, 6667, 10080])
    assert.equal(summary(await client.get({ url: `http://mail.example.org:${port}/` })), 'refused forbidden-port');
  for (const port of [0, 65536, 99999, 123456]) {
    const answer = await client.get({ url: `http://mail.example.org:${port}/` });
    assert.match(summary(answer), /^refused (?:forbidden-port|not-a-url)$/, String(port));
  }
  assert.equal(summary(await client.get({ url: `http://${'a'.repeat(56)}.onion/` })), 'refused onion-not-reachable');
  assert.equal(trap.acceptedCount(), 0);
});
