/** From the run's rules to what a worker settles: pages that need script, on hosts that may be rendered and on others. */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromiumPath } from '../../../test/chromium-path.ts';
import { freshDatabase, quietLog } from '../../../test/fresh-database.ts';
import { seedRun, testKey } from '../frontier/frontier-for-tests.ts';
import { readRuns } from '../frontier/run-store.ts';
import { openPageReader } from '../reading/read-links.ts';
import { openShellSite, SHELL_SITE } from '../rendering/renderer-for-tests.ts';
import type { Rendered, Renderer } from '../rendering/renderer.ts';
import { startCrawler } from './start-crawler.ts';
import { isRenderedHost, showPage } from './show-page.ts';
import { quickSettings } from './visitor-for-tests.ts';

const PAGES = {
  '/': '<div id=app></div><script src=/app.js></script><script src=/barred/app.js></script>',
  '/app.js': `app.innerHTML = '<a href="/thread">on</a>';`,
  '/barred/app.js': `document.body.innerHTML = '<a href="/never">on</a>';`,
  '/thread': '<p>words</p>',
  '/robots.txt': 'User-agent: *\nDisallow: /barred/\n',
};

async function crawlWith(t: TestContext, renderedHosts: string[], mayRunUnsandboxed = true) {
  const { db } = await freshDatabase();
  const site = await openShellSite(t, PAGES);
  const warned: string[] = [];
  const runId = await seedRun(db, [`${SHELL_SITE}/`], { rules: { renderedHosts } });
  const worker = await startCrawler({
    ...{ db, serviceKey: testKey, clock: { now: () => new Date() }, network: site.network, settings: quickSettings() },
    log: { ...quietLog, warn: (event: string, fields: object) => warned.push(`${event} ${JSON.stringify(fields)}`) },
    userAgent: 'FyrTest/1.0 (+https://hotline.example/crawler)',
    chromium: { chromiumPath: await chromiumPath(), mayRunUnsandboxed },
  });
  try {
    for (let tries = 0; tries < 600; tries += 1) {
      const [run] = await readRuns(db, { id: runId });
      assert.ok(run);
      if (run.endedAt !== undefined) return { run, asked: site.asked, warned };
      await sleep(50);
    }
  } finally {
    await worker.stop();
  }
  throw new Error('the run has not ended');
}

test('a worker renders a page that needs script where the run says so, by robots.txt, and counts it', async (t) => {
  const { run, asked } = await crawlWith(t, ['example.org']);
  assert.equal(run.totals.pages, 2);
  assert.equal(run.reasons['rendered'], 1);
  assert.ok(asked.includes('shell.example.org/thread'));
  assert.ok(!asked.some((each) => each.includes('barred') || each.includes('never')));
});

test('a worker reads a page as it was sent where its host is not named, or no browser can be used', async (t) => {
  const { run, asked } = await crawlWith(t, ['example.net']);
  assert.equal(run.totals.pages, 1);
  assert.deepEqual(run.reasons, {});
  assert.ok(!asked.includes('shell.example.org/app.js'));
  if (process.getuid?.() !== 0) return;
  const asRoot = await crawlWith(t, ['example.org'], false);
  assert.equal(asRoot.run.totals.pages, 1);
  assert.deepEqual(asRoot.warned, ['crawl.no-renderer {"code":"as-root"}']);
});

test('isRenderedHost takes a domain with its subdomains and nothing that only ends alike', () => {
  assert.ok(isRenderedHost(['example.org'], 'example.org') && isRenderedHost(['example.org'], 'a.example.org'));
  assert.ok(!isRenderedHost(['example.org'], 'notexample.org') && !isRenderedHost(undefined, 'example.org'));
});

const answering = (rendered: Rendered): Renderer => ({
  render: () => Promise.resolve(rendered),
  close: () => Promise.resolve(),
});

test('showPage adds what was noted, keeps the rules the page was sent with, and falls back to it', async () => {
  const url = `${SHELL_SITE}/`;
  const head = { url, agent: 'Fyr', markSeed: 1, robotsTag: undefined };
  const reader = openPageReader({ ...head, contentType: 'text/html' });
  reader.write(Buffer.from('<meta name=robots content=nofollow><script></script>'));
  const page = { ...head, asSent: reader.end() };
  const signal = new AbortController().signal;
  const show = (rendered: Rendered) => showPage(answering(rendered), page, () => Promise.resolve(true), signal);
  const shown = await show({
    html: '<a href="/a">a</a><img src="/b.png">',
    ...{ mediaUrls: [`${url}b.png`, `${url}c`], pageUrls: [`${url}a`, `${url}d`], bytes: 9, requests: 1 },
  });
  assert.deepEqual([shown.reason, shown.bytes, shown.reading.mayFollow], ['rendered', 9, false]);
  assert.deepEqual(
    shown.reading.links.map((link) => link.url),
    [`${url}a`, `${url}d`],
  );
  assert.deepEqual(
    shown.reading.media.map((media) => media.url),
    [`${url}b.png`, `${url}c`],
  );
  assert.deepEqual(await show({ failed: 'time', bytes: 3 }), { reading: page.asSent, reason: 'render-time', bytes: 3 });
});
