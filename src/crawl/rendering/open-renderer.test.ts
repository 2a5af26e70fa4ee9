/** Pages in a real Chromium, answered by our own client; a listener on all of loopback says whether anything got out. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import sparticuz from '@sparticuz/chromium';
import { chromium } from 'playwright-core';
import { layTrap, serve } from '../loopback-for-tests.ts';
import { CLOSED, openRenderer } from './open-renderer.ts';
import { openShellSite, openTestRenderer, SHELL_SITE } from './renderer-for-tests.ts';
import { RendererUnavailable, type Rendered } from './renderer.ts';

const always = () => Promise.resolve(true);
const never = new AbortController().signal;

function htmlOf(rendered: Rendered): Extract<Rendered, { html: string }> {
  assert.ok(!('failed' in rendered), 'failed' in rendered ? rendered.failed : '');
  return rendered;
}

test('render finds what only script puts into a page, and asks for no picture', async (t) => {
  const site = await openShellSite(t, {
    '/': '<div id=app></div><link rel=stylesheet href=/look.css><script src=/app.js></script>',
    '/app.js': `
      fetch('http://data.example.org/list.json').then((answer) => answer.json()).then(({ name }) => {
        app.innerHTML = '<a href="/' + name + '">on</a><img src="/seen.png"><img src="/other?id=7"><video src="/seen.mp4"></video>';
        new Image().src = '/never-in-the-page.webp';
        return fetch('/hidden-picture');
      }).catch(() => undefined).then(() => fetch('/app.js?again')).then(() => { location.href = '/onward'; });`,
    '/list.json': '{"name":"thread-1"}',
    '/hidden-picture': 'bytes of a picture',
  });
  const renderer = await openTestRenderer(t, site.client);
  const { html, mediaUrls, pageUrls } = htmlOf(await renderer.render(`${SHELL_SITE}/`, always, never));
  assert.match(html, /href="\/thread-1"/);
  assert.deepEqual(mediaUrls.map((url) => url.slice(SHELL_SITE.length)).sort(), [
    '/hidden-picture',
    '/never-in-the-page.webp',
    '/other?id=7',
    '/seen.mp4',
    '/seen.png',
  ]);
  assert.deepEqual(pageUrls, [`${SHELL_SITE}/onward`]);
  // What only its type shows to be a picture was asked for once and given up at its head.
  assert.deepEqual(site.asked, [
    ...['shell.example.org/', 'shell.example.org/app.js', 'data.example.org/list.json'],
    ...['shell.example.org/hidden-picture', 'shell.example.org/app.js?again'],
  ]);
});

test('render reads shadow trees, closed and nested ones too, and frames that script has filled', async (t) => {
  const site = await openShellSite(t, {
    '/': `<form id=open><input name=shadowRoot><input name=localName></form><div id=closed></div><iframe id=frame></iframe><script>
      const inner = closed.attachShadow({ mode: 'closed' });
      inner.innerHTML = '<a href="/in-closed">on</a><div></div>';
      inner.lastChild.attachShadow({ mode: 'open' }).innerHTML = '<a href="/in-nested">on</a>';
      frame.contentDocument.body.innerHTML = '<a href="/in-frame">on</a><section></section>';
      frame.contentDocument.body.lastChild.attachShadow({ mode: 'open' }).innerHTML = '<img src="/in-frame-shadow.png">';
      document.body.append('light');
      Document.prototype.querySelectorAll = () => [];
    </script>`,
  });
  const renderer = await openTestRenderer(t, site.client);
  const { html } = htmlOf(await renderer.render(`${SHELL_SITE}/`, always, never));
  for (const found of ['light', '/in-closed', '/in-nested', '/in-frame"', '/in-frame-shadow.png'])
    assert.ok(html.includes(found), found);
  const short = await openTestRenderer(t, site.client, { htmlLength: 300 });
  assert.ok(htmlOf(await short.render(`${SHELL_SITE}/`, always, never)).html.length <= 300);
});

test('render lets nothing out: private addresses, other ports, other sites, sockets, workers, redirects', async (t) => {
  const trap = await layTrap(t);
  const ports = await serve(
    t,
    createServer((_request, response) => response.end('reached')),
  );
  const inner = `http://127.0.0.1:${trap.port}`;
  const site = await openShellSite(t, {
    '/': `<p id=said></p><script>
      const tell = (what) => { said.textContent += what + ';'; };
      const tries = ['${inner}/', 'http://localhost:${trap.port}/', 'http://[::1]:${trap.port}/', '/to-inner', '/to-name',
        'http://inner.example.org/', 'http://shell.example.org:${ports.port}/', 'http://elsewhere.example.net/'];
      for (const url of tries) fetch(url).then(() => tell('got ' + url), () => undefined);
      for (const url of tries) fetch(url, { mode: 'no-cors' }).then(() => tell('got ' + url), () => undefined);
      for (const url of tries) { new Image().src = url; navigator.sendBeacon(url, 'x'); }
      for (const tag of ['iframe', 'embed', 'script', 'object']) {
        const made = document.createElement(tag); made.src = made.data = '${inner}/'; document.body.append(made);
      }
      const frame = document.createElement('iframe'); document.body.append(frame);
      for (const room of [window, frame.contentWindow]) {
        try { new room.WebSocket('ws://127.0.0.1:${trap.port}/').onopen = () => tell('socket'); } catch {}
        try { new room.EventSource('${inner}/').onopen = () => tell('events'); } catch {}
        try { new room.Worker(URL.createObjectURL(new Blob(['new WebSocket("ws://127.0.0.1:${trap.port}/")']))); } catch {}
        try {
          const peer = new room.RTCPeerConnection({ iceServers: [{ urls: 'turn:127.0.0.1:${trap.port}?transport=tcp', username: 'a', credential: 'b' }] });
          peer.createDataChannel('x'); peer.createOffer().then((offer) => peer.setLocalDescription(offer));
        } catch {}
      }
      navigator.serviceWorker?.register('/worker.js').then(() => tell('service'), () => undefined);
      window.open('${inner}/');
      const form = document.createElement('form'); form.method = 'post'; form.action = '${inner}/'; document.body.append(form); form.submit();
      tell('tried');
    </script>`,
    '/to-inner': `to:${inner}/`,
    '/to-name': 'to:http://inner.example.org/',
    '/worker.js': 'fetch("/from-worker")',
  });
  const renderer = await openTestRenderer(t, site.client);
  const { html } = htmlOf(await renderer.render(`${SHELL_SITE}/`, always, never));
  assert.match(html, /<p id="said">tried;<\/p>/);
  assert.equal(trap.acceptedCount(), 0);
  assert.equal(ports.acceptedCount(), 0);
  assert.ok(site.asked.every((asked) => asked.startsWith('shell.example.org/')));
  assert.ok(!site.asked.some((asked) => asked.includes('worker')));
});

test('CLOSED keeps a browser in by itself, one started without it reaches the listener', async (t) => {
  const reached = async (how: Partial<typeof CLOSED>): Promise<number> => {
    const trap = await layTrap(t);
    const executablePath = await sparticuz.executablePath();
    const browser = await chromium.launch({ executablePath, chromiumSandbox: false, ...how });
    try {
      const page = await browser.newPage();
      await page.setContent(`<script>
        const at = '127.0.0.1:${trap.port}/';
        fetch('http://' + at, { mode: 'no-cors' }).catch(() => undefined);
        new Image().src = 'http://localhost:${trap.port}/';
        new WebSocket('ws://' + at);
        new Worker(URL.createObjectURL(new Blob(['new WebSocket("ws://' + at + '")'])));
        const iceServers = [{ urls: 'turn:127.0.0.1:${trap.port}?transport=tcp', username: 'a', credential: 'b' }];
        const peer = new RTCPeerConnection({ iceServers });
        peer.createDataChannel('x');
        peer.createOffer().then((offer) => peer.setLocalDescription(offer));
      </script>`);
      await sleep(2_500);
      return trap.acceptedCount();
    } finally {
      await browser.close();
    }
  };
  assert.equal(await reached(CLOSED), 0);
  assert.ok((await reached({})) >= 4);
});

test('render ends in time when script never does, and goes on with the next page', async (t) => {
  const site = await openShellSite(t, { '/': '<script>for (;;);</script>', '/next': '<p>here</p>' });
  const renderer = await openTestRenderer(t, site.client, { totalMs: 8_000, settleMs: 1_000 });
  const startedAt = performance.now();
  assert.deepEqual(await renderer.render(`${SHELL_SITE}/`, always, never), { failed: 'time', bytes: 26 });
  assert.ok(performance.now() - startedAt < 25_000);
  assert.match(htmlOf(await renderer.render(`${SHELL_SITE}/next`, always, never)).html, /here/);
});

test('render sends so many requests, takes so many bytes, hands out so much HTML, and no more', async (t) => {
  const site = await openShellSite(t, {
    '/many': '<script>for (let n = 0; n < 500; n += 1) fetch("/one.json?" + n).catch(() => undefined);</script>',
    '/one.json': '1',
    '/large': '<script src=/large.js></script><p>after</p>',
    '/large.js': `document.title = 'ran'; // ${'x'.repeat(200_000)}`,
    '/long': '<script>document.write("<p>" + "y".repeat(500_000) + "</p>")</script>',
  });
  const limits = { maxRequests: 10, bytesIn: 100_000, htmlLength: 5_000 };
  const renderer = await openTestRenderer(t, site.client, limits);
  const many = htmlOf(await renderer.render(`${SHELL_SITE}/many`, always, never));
  assert.equal(many.requests, 10);
  assert.equal(site.asked.length, 10);
  const large = htmlOf(await renderer.render(`${SHELL_SITE}/large`, always, never));
  assert.match(large.html, /after/);
  assert.doesNotMatch(large.html, /ran/);
  assert.equal(htmlOf(await renderer.render(`${SHELL_SITE}/long`, always, never)).html.length, 5_000);
});

test('render asks the rules before each address, keeps nothing from page to page, and tells what is not there', async (t) => {
  const site = await openShellSite(t, {
    '/': `<p id=said></p><script>
      said.textContent = document.cookie + localStorage.length; document.cookie = 'a=1'; localStorage.setItem('a', 'b');
      fetch('/barred.json').catch(() => undefined);</script>`,
    '/barred.json': '1',
  });
  const renderer = await openTestRenderer(t, site.client);
  const ruled: string[] = [];
  const mayAsk = (url: string) => Promise.resolve(ruled.push(url) === 0);
  for (let times = 0; times < 2; times += 1) {
    assert.match(htmlOf(await renderer.render(`${SHELL_SITE}/`, mayAsk, never)).html, /<p id="said">0<\/p>/);
  }
  assert.deepEqual(ruled, [`${SHELL_SITE}/barred.json`, `${SHELL_SITE}/barred.json`]);
  assert.ok(!site.asked.some((asked) => asked.includes('barred')));
  assert.deepEqual(await renderer.render(`${SHELL_SITE}/gone`, always, never), { failed: 'no-answer', bytes: 0 });
  assert.deepEqual(await renderer.render(`${SHELL_SITE}/`, always, AbortSignal.abort()), {
    failed: 'aborted',
    bytes: 0,
  });
  await renderer.close();
  assert.deepEqual(await renderer.render(`${SHELL_SITE}/`, always, never), { failed: 'aborted', bytes: 0 });
});

test('openRenderer refuses root without a sandbox and a path that is no program, each in words', async (t) => {
  const { client } = await openShellSite(t, {});
  const deps = {
    client,
    userAgent: 'FyrTest/1.0',
    steadyNow: () => performance.now(),
    chromiumPath: '/nowhere/chromium',
  };
  const refused = (code: string) => (error: unknown) => error instanceof RendererUnavailable && error.code === code;
  await assert.rejects(openRenderer({ ...deps, mayRunUnsandboxed: true }), refused('no-chromium'));
  if (process.getuid?.() === 0) await assert.rejects(openRenderer(deps), refused('as-root'));
});
