/** Mail and TLS, against a server on loopback that offers none; its address is spelled so that it does not count as this machine. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, test } from 'node:test';
import { SMTPServer } from 'smtp-server';
import { isLoopbackUrl, openMailer } from './mail.ts';

let taken = 0;
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onData: (stream, _session, done) => {
    stream.resume().once('end', () => {
      taken += 1;
      done();
    });
  },
});
server.listen(0, '127.0.0.1');
await once(server.server, 'listening');
const address = server.server.address();
const port = typeof address === 'object' && address !== null ? address.port : 0;
after(() => server.close(() => undefined));

const MAIL = { to: 'desk@example.org', subject: 'A test', text: 'Ordinary words.', idempotencyKey: 'a-test' };

test('openMailer sends nothing in the clear to a server that is not on this machine', async () => {
  const url = `smtp://127.1:${port}`;
  assert.equal(isLoopbackUrl(url), false);
  const away = openMailer(url, 'hotline@example.org');
  await assert.rejects(away.verify(), /STARTTLS|TLS/);
  await assert.rejects(away.send(MAIL), /STARTTLS|TLS/);
  assert.equal(taken, 0);
  away.close();
});

test('openMailer lets a server on this machine be without TLS', async () => {
  const here = openMailer(`smtp://127.0.0.1:${port}`, 'hotline@example.org');
  await here.send(MAIL);
  assert.equal(taken, 1);
  here.close();
});
