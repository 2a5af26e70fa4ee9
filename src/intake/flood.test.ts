/** Many at once, and what honest people notice of it. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { after, test } from 'node:test';
import { seekWork } from '../site/in-browser/work.ts';
import { textsIn } from '../site/texts.ts';
import { openTestSite, receiptOf, stateOf } from './site-for-tests.ts';

const site = await openTestSite();
const SCHOOL = '192.0.2.7';
after(() => site.http.close());

const countTips = async () => (await site.pool.query('select 1 from tip')).rowCount ?? 0;

const open = (path: string) => site.http.inject({ url: path, remoteAddress: SCHOOL });
const send = (path: string, fields: Readonly<Record<string, string>>) =>
  site.http.inject({
    ...{ method: 'POST', url: path, remoteAddress: SCHOOL },
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ step: 'review', go: 'send', ...fields }).toString(),
  });

test('of 100 people behind one address who write within a minute none is refused or asked for anything', async () => {
  const before = await countTips();
  const pages = [];
  for (let n = 0; n < 100; n += 1) pages.push(stateOf((await open('/sv/tip/other')).body));
  site.pass(30_000);
  for (const [n, state] of pages.entries()) {
    const reply = await send('/sv/tip/other', { state, narrative: `Elev nummer ${n} såg något vid skolan.` });
    assert.equal(reply.statusCode, 200, `tip ${n}`);
    site.pass(600);
  }
  assert.equal(await countTips(), before + 100);
});

test('who sends without having waited is told for how long, loses nothing, and gets through then, or at once for some work', async () => {
  const texts = textsIn('en').safety;
  const before = await countTips();
  const page = await open('/en/tip/other');
  const asked = await send('/en/tip/other', { state: stateOf(page.body), narrative: 'Just now' });
  assert.equal(asked.statusCode, 429);
  const seconds = Number(asked.headers['retry-after']);
  assert.ok(seconds > 0 && seconds <= 60);
  assert.ok(asked.body.includes(texts.wait(seconds)) && asked.body.includes('Just now'));
  assert.ok(!asked.body.includes(texts.waitByItself), 'without script nothing is sent by itself');
  const [challenge = '', bits = ''] = /data-work="([^"]+)"/.exec(asked.body)?.[1]?.split('.') ?? [];
  const work = String(await seekWork(challenge, Number(bits), () => false));
  const worked = await send('/en/tip/other', { state: stateOf(asked.body), work });
  assert.equal(worked.statusCode, 200);
  const again = await send('/en/tip/other', { state: stateOf(asked.body), work });
  assert.equal(receiptOf(again.body), receiptOf(worked.body), 'the same tip again is never asked for anything');
  const other = await open('/en/tip/other');
  const early = await send('/en/tip/other', { state: stateOf(other.body), narrative: 'Another' });
  assert.equal(early.statusCode, 429);
  site.pass(60_000);
  assert.equal((await send('/en/tip/other', { state: stateOf(early.body) })).statusCode, 200);
  assert.equal(await countTips(), before + 2);
});

test('tips that say the same within the hour have one group', async () => {
  site.pass(3_600_000);
  const narrative = 'They sell pictures in a group behind the station, every evening at nine.';
  for (const text of [narrative, `${narrative} !!`, narrative.toUpperCase()])
    await site.sendTip('/en/tip/offline', { narrative: text });
  const { rows } = await site.pool.query<{ count: number }>(
    'select count(*)::int as count from tip where group_id is not null group by group_id order by 1 desc limit 1',
  );
  assert.equal(rows[0]?.count, 3);
});

/** Connections that ask for little, slowly: half never end their headers, half never end their body. */
async function openSlowly(port: number, count: number): Promise<readonly Socket[]> {
  const sockets = Array.from({ length: count }, () => connect({ host: '127.0.0.1', port }));
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  for (const [n, socket] of sockets.entries()) {
    socket.on('error', () => undefined);
    const type = 'Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 9000\r\n\r\nstate=';
    socket.write(`POST /sv/tip/other HTTP/1.1\r\nHost: a\r\n${n % 2 === 0 ? 'X-Slow: ' : type}`);
  }
  return sockets;
}

test('with 1,000 slow connections open, honest tips get through', async () => {
  const url = new URL(await site.http.listen({ host: '127.0.0.1', port: 0 }));
  const slow = await openSlowly(Number(url.port), 1_000);
  const drip = setInterval(() => {
    for (const socket of slow) if (socket.writable) socket.write('x');
  }, 200);
  let through = 0;
  for (let n = 0; n < 100; n += 1) {
    const page = await (await fetch(new URL('/sv/tip/other', url))).text();
    const body = new URLSearchParams({ state: stateOf(page), step: 'review', go: 'send', narrative: `Löv ${n}` });
    const answer = await fetch(new URL('/sv/tip/other', url), { method: 'POST', body });
    if (answer.status === 200 && (await answer.text()).includes('class="code"')) through += 1;
  }
  clearInterval(drip);
  for (const socket of slow) socket.destroy();
  assert.ok(through >= 99, `${through} of 100`);
});
