// Crawlee's CheerioCrawler on the benchmark's web, in a process of its own: `crawlee.mjs ORDER`, prints one line of JSON.
// It is set for speed: everything in memory, no session pool, its full concurrency from the start. It has no limit of requests:
// near one, its queue adds links a few at a time and waits a second after each. It is measured until it has had `pages`, or all.
import { readFileSync } from 'node:fs';
import { CheerioCrawler, Configuration } from '@crawlee/cheerio';

const { seed, inFlight, pages: most } = JSON.parse(process.argv[2]);
const configuration = new Configuration({
  persistStorage: false,
  purgeOnStart: true,
  logLevel: 'OFF',
  availableMemoryRatio: 1,
});
let pages = 0;
const crawler = new CheerioCrawler(
  {
    minConcurrency: inFlight,
    maxConcurrency: inFlight,
    maxRequestRetries: 1,
    useSessionPool: false,
    persistCookiesPerSession: false,
    autoscaledPoolOptions: { loggingIntervalSecs: null, maybeRunIntervalSecs: 0.05 },
    requestHandler: async ({ enqueueLinks }) => {
      await enqueueLinks({ strategy: 'all' });
      pages += 1;
      // After the last page its queue waits to be sure that nothing follows: that is not counted.
      if (pages === most) report();
    },
  },
  configuration,
);
const cpu = process.cpuUsage();
const startedAt = performance.now();
await crawler.run([seed]);
report();

function report() {
  const { user, system } = process.cpuUsage(cpu);
  const measured = {
    pages,
    seconds: (performance.now() - startedAt) / 1000,
    cpuSeconds: (user + system) / 1e6,
    maxMb: Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024,
  };
  process.stdout.write(`${JSON.stringify(measured)}\n`, () => process.exit());
}
