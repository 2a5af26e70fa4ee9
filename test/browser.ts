/**
 * A real browser for the journeys: headless Chromium from the npm registry, as people have it, with script on or off.
 * It reaches loopback and nothing else; whatever a page asks of the world beyond is refused, and counted.
 */
import axe from 'axe-core';
import chromium from '@sparticuz/chromium';
import { chromium as playwright, type BrowserContext, type Page, type Request } from 'playwright-core';
import type { Language } from '../src/terms/categories.ts';
import { localeOf, type SiteLanguage } from '../src/terms/site-languages.ts';

export interface Visitor<L extends SiteLanguage = Language> {
  readonly page: Page;
  readonly language: L;
}

export type ColorScheme = 'light' | 'dark';

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
  /** The same for a page that anybody can load: quicker, since one tab goes from address to address. */
  findBarriersAt(name: string, url: string, colorSchemes: readonly ColorScheme[]): Promise<readonly string[]>;
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

/** Starts the browser. @throws Error when this machine cannot run it */
export async function openBrowser(): Promise<TestBrowser> {
  chromium.setGraphicsMode = false;
  const browser = await playwright.launch({
    executablePath: await chromium.executablePath(),
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
  const inspector = await browser.newContext({ bypassCSP: true });
  await guard(inspector);
  let rounds: Page | undefined;
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
    findBarriers: (name, page, colorSchemes = ['light', 'dark']) => findBarriers(inspector, name, page, colorSchemes),
    findBarriersAt: async (name, url, colorSchemes) => {
      rounds ??= await inspector.newPage();
      await rounds.goto(url);
      return runAxe(rounds, name, colorSchemes);
    },
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

/**
 * axe needs script, which our policy forbids. So the page as the visitor has it is shown again, with its own stylesheet,
 * to an inspector without that policy: the same for a page that answered a form and cannot be loaded twice.
 */
async function findBarriers(
  inspector: BrowserContext,
  name: string,
  page: Page,
  colorSchemes: readonly ColorScheme[],
): Promise<readonly string[]> {
  const body = await page.content();
  const address = page.url();
  const copy = await inspector.newPage();
  try {
    await copy.route(
      (url) => url.href === address,
      (route) => route.fulfill({ body, contentType: 'text/html; charset=utf-8' }),
    );
    await copy.goto(address);
    return await runAxe(copy, name, colorSchemes);
  } finally {
    await copy.close();
  }
}

async function runAxe(page: Page, name: string, colorSchemes: readonly ColorScheme[]): Promise<readonly string[]> {
  const found: string[] = [];
  await page.evaluate(axe.source);
  for (const [index, colorScheme] of colorSchemes.entries()) {
    await page.emulateMedia({ colorScheme });
    // Of all that axe knows only these depend on colours: in a second scheme the page is otherwise the same.
    const violations = await page.evaluate(violationsOf, index === 0 ? undefined : COLOUR_RULES);
    found.push(
      ...violations.flatMap(({ id, places }) => places.map((place) => `${name}, ${colorScheme}: ${id} (${place})`)),
    );
  }
  return found;
}

const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/** Runs in the page, where `axe` has been made known. */
async function violationsOf(rules: readonly string[] | undefined) {
  const only = rules === undefined ? {} : { runOnly: { type: 'rule' as const, values: [...rules] } };
  const { violations } = await window.axe.run(document, { ...only, resultTypes: ['violations'] });
  return violations.map(({ id, nodes }) => ({ id, places: nodes.map(({ target }) => target.join(' ')) }));
}

declare global {
  interface Window {
    readonly axe: typeof axe;
  }
}
