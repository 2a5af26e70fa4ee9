/**
 * A real browser for the journeys: headless Chromium from the npm registry, as people have it, with script on or off.
 * It reaches loopback and nothing else; whatever a page asks of the world beyond is refused, and counted.
 */
import chromium from '@sparticuz/chromium';
import { chromium as playwright, type BrowserContext, type Page, type Request } from 'playwright-core';
import type { Language } from '../src/terms/categories.ts';
import { localeOf, type SiteLanguage } from '../src/terms/site-languages.ts';
import { Inspector, type ColorScheme, type Screen, type SeenPage } from './barriers.ts';
import { chromiumPath } from './chromium-path.ts';

export interface Visitor<L extends SiteLanguage = Language> {
  readonly page: Page;
  readonly language: L;
}

export interface VisitorOptions<L extends SiteLanguage = Language> {
  readonly language: L;
  readonly script: 'on' | 'off';
  readonly userAgent?: string;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface TestBrowser {
  /** Somebody with a browser of their own: no cookie, no history. */
  visitor<L extends SiteLanguage>(options: VisitorOptions<L>): Promise<Visitor<L>>;
  /** Every page that is looked at is measured with axe, in light and dark unless said: what it finds, as `page: rule (place)`. */
  findBarriers(name: string, page: Page, colorSchemes?: readonly ColorScheme[]): Promise<readonly string[]>;
  /** The same for a page as the server answers it, without script. */
  findBarriersIn(page: SeenPage, colorSchemes?: readonly ColorScheme[]): Promise<readonly string[]>;
  /** Screens that the page is wider than (Inspector.findOverflow). */
  findOverflow(page: SeenPage, screens: readonly Screen[]): Promise<readonly string[]>;
  /** Addresses beyond loopback that a page asked for. */
  strayRequests(): readonly string[];
  close(): Promise<void>;
}

/**
 * The package's own arguments are made for a function service; these of them would hide faults (no same-origin rule,
 * mixed content) or end the whole browser with one page (one process).
 */
const UNWANTED = new Set([
  ...['--single-process', '--no-zygote', '--disable-web-security'],
  ...['--allow-running-insecure-content', '--disable-site-isolation-trials'],
]);
const PATIENCE_MS = 30_000;
const BOTH: readonly ColorScheme[] = ['light', 'dark'];

/** Starts the browser. @throws Error when this machine cannot run it */
export async function openBrowser(): Promise<TestBrowser> {
  chromium.setGraphicsMode = false;
  const browser = await playwright.launch({
    executablePath: await chromiumPath(),
    args: [...chromium.args.filter((argument) => !UNWANTED.has(argument)), '--no-sandbox'],
    headless: true,
  });
  const stray: string[] = [];
  const guard = async (context: BrowserContext) => {
    context.setDefaultTimeout(PATIENCE_MS);
    context.on('request', (request) => noteStray(request, stray));
    await context.route(
      (url) => !isLoopback(url),
      (route) => route.abort(),
    );
  };
  const lookedAt = await browser.newContext({ bypassCSP: true });
  await guard(lookedAt);
  const inspector = new Inspector(lookedAt);
  return {
    visitor: async ({ language, script, userAgent, headers }) => {
      const context = await browser.newContext({
        ...{ javaScriptEnabled: script === 'on', locale: localeOf(language).split('-u-')[0] ?? language },
        ...(userAgent === undefined ? {} : { userAgent }),
        ...(headers === undefined ? {} : { extraHTTPHeaders: headers }),
      });
      await guard(context);
      return { page: await context.newPage(), language };
    },
    findBarriers: async (name, page, colorSchemes = BOTH) =>
      inspector.findBarriers({ name, html: await page.content(), address: page.url() }, colorSchemes),
    findBarriersIn: (page, colorSchemes = BOTH) => inspector.findBarriers(page, colorSchemes),
    findOverflow: (page, screens) => inspector.findOverflow(page, screens),
    strayRequests: () => [...stray],
    close: () => browser.close(),
  };
}

const isLoopback = (url: URL): boolean => ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);

function noteStray(request: Request, stray: string[]): void {
  const url = new URL(request.url());
  const isOwn = url.protocol === 'data:' || url.protocol === 'about:' || isLoopback(url);
  if (!isOwn) stray.push(url.href);
}
