/**
 * A Chromium that is given answers and no network. What keeps it in, from the inside out:
 *
 * | wall                                                                                                     | against                              |
 * |----------------------------------------------------------------------------------------------------------|--------------------------------------|
 * | every request is taken from it and answered by our own client (`page-requests.ts`)                       | everything a page asks for           |
 * | a policy on the document (`POLICY`): no workers, frames, sockets, forms, plugins                         | what is not a request                |
 * | the browser's names all fail to resolve, and its proxy is such a name                                    | what the two above would let through |
 * | Chromium's sandbox, an environment without our settings, a fresh context a page                          | whoever breaks into it               |
 */
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, BrowserContext, Route } from 'playwright-core';
import type { PageClient } from '../fetching/page-client.ts';
import { preparePage, readPage } from './page-program.ts';
import { PageRequests } from './page-requests.ts';
import {
  DEFAULT_RENDER_LIMITS,
  RendererUnavailable,
  type MayAsk,
  type Rendered,
  type Renderer,
  type RenderLimits,
} from './renderer.ts';

/** What a renderer is opened with. */
export interface RendererDeps {
  readonly chromiumPath: string;
  /** Whoever opened it closes it. */
  readonly client: PageClient;
  readonly userAgent: string;
  readonly steadyNow: () => number;
  readonly limits?: Partial<RenderLimits>;
  /** For tests in a container, where all is root: the sandbox is off. */
  readonly mayRunUnsandboxed?: boolean;
}

const SWITCHES = [
  ...['--host-resolver-rules=MAP * ~NOTFOUND', '--dns-prefetch-disable', '--disable-quic', '--disable-gpu'],
  ...[
    '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
    '--webrtc-ip-handling-policy=disable_non_proxied_udp',
  ],
  '--js-flags=--max-old-space-size=256',
];
/** The last wall, by itself: how a browser is started that resolves no name and has no way out. */
export const CLOSED = { args: SWITCHES, proxy: { server: 'http://closed.invalid:9', bypass: '<-loopback>' } };
const POLICY =
  "script-src * 'unsafe-inline' 'unsafe-eval' data: blob:; connect-src http: https: data: blob:; worker-src 'none'; " +
  "child-src 'none'; object-src 'none'; form-action 'none'; webrtc 'block'";
const ABSENT = ['WebSocket', 'WebTransport', 'RTCPeerConnection', 'webkitRTCPeerConnection', 'SharedWorker', 'Worker'];
/** Where programs and temporary files are; none of our settings. */
const PASSED_ON = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'LD_LIBRARY_PATH', 'FONTCONFIG_PATH'];
const LOOK_MS = 50;
const CLOSE_MS = 2_000;

/** Finds the browser; it is started with the first page. @throws RendererUnavailable */
export async function openRenderer(deps: RendererDeps): Promise<Renderer> {
  const isUnsandboxed = process.getuid?.() === 0;
  if (isUnsandboxed && deps.mayRunUnsandboxed !== true) throw new RendererUnavailable('as-root');
  const { chromium } = await import('playwright-core').catch(() => {
    throw new RendererUnavailable('no-playwright');
  });
  await access(deps.chromiumPath, constants.X_OK).catch(() => {
    throw new RendererUnavailable('no-chromium');
  });
  const env = Object.fromEntries(
    PASSED_ON.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
  return new ChromiumRenderer(deps, () =>
    chromium.launch({
      ...{ executablePath: deps.chromiumPath, headless: true, chromiumSandbox: !isUnsandboxed, env },
      ...CLOSED,
      ...{ handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false },
    }),
  );
}

class ChromiumRenderer implements Renderer {
  readonly #deps: RendererDeps;
  readonly #limits: RenderLimits;
  readonly #launch: () => Promise<Browser>;
  readonly #closing = new AbortController();
  #browser: Promise<Browser> | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(deps: RendererDeps, launch: () => Promise<Browser>) {
    this.#deps = deps;
    this.#limits = { ...DEFAULT_RENDER_LIMITS, ...deps.limits };
    this.#launch = launch;
  }

  render(url: string, mayAsk: MayAsk, signal: AbortSignal): Promise<Rendered> {
    const turn = this.#last.then(() => this.#renderNow(url, mayAsk, AbortSignal.any([signal, this.#closing.signal])));
    this.#last = turn;
    return turn;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#last;
    await this.#endBrowser();
  }

  async #renderNow(url: string, mayAsk: MayAsk, given: AbortSignal): Promise<Rendered> {
    if (given.aborted) return { failed: 'aborted', bytes: 0 };
    const { client, steadyNow } = this.#deps;
    const time = AbortSignal.timeout(this.#limits.totalMs);
    const signal = AbortSignal.any([given, time]);
    const requests = new PageRequests(url, { client, mayAsk, steadyNow, signal, limits: this.#limits });
    const opened: { context?: BrowserContext } = {};
    const ended = new Promise<undefined>((resolve) => {
      signal.addEventListener('abort', () => resolve(undefined), { once: true });
    });
    try {
      const html = await Promise.race([this.#read(url, requests, opened), ended]);
      if (html === undefined) return { failed: time.aborted ? 'time' : 'aborted', bytes: requests.bytes };
      const { bytes, requests: sent } = requests;
      return { html, bytes, requests: sent, mediaUrls: [...requests.mediaUrls], pageUrls: [...requests.pageUrls] };
    } catch {
      // What a browser says of its errors holds addresses: only that there was one is told.
      return { failed: requests.hasDocument ? 'browser' : 'no-answer', bytes: requests.bytes };
    } finally {
      await this.#put(opened.context);
    }
  }

  async #read(url: string, requests: PageRequests, opened: { context?: BrowserContext }): Promise<string> {
    const { settleMs, quietMs, totalMs, htmlLength } = this.#limits;
    const startedAt = this.#deps.steadyNow();
    const browser = await this.#open();
    const context = await browser.newContext({
      ...{ userAgent: this.#deps.userAgent, acceptDownloads: false, serviceWorkers: 'block', permissions: [] },
    });
    opened.context = context;
    context.setDefaultTimeout(totalMs);
    await context.route('**/*', (route) => answerRoute(route, requests, new URL(url).origin));
    await context.addInitScript(preparePage(ABSENT));
    const page = await context.newPage();
    context.on('page', (other) => void other.close().catch(() => undefined));
    await page.goto(url, { waitUntil: 'domcontentloaded', timeout: settleMs }).catch((error: unknown) => {
      if (!requests.hasDocument) throw error;
    });
    while (requests.quietMs() < quietMs && this.#deps.steadyNow() - startedAt < settleMs) await sleep(LOOK_MS);
    const session = await context.newCDPSession(page);
    const { frameTree } = await session.send('Page.getFrameTree');
    const world = await session.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id });
    const { result } = await session.send('Runtime.evaluate', {
      ...{ contextId: world.executionContextId, returnByValue: true },
      expression: readPage(htmlLength),
    });
    const html: unknown = result.value;
    if (typeof html !== 'string') throw new TypeError('A document has a root.');
    return html;
  }

  async #open(): Promise<Browser> {
    this.#browser ??= this.#launch();
    try {
      const browser = await this.#browser;
      if (browser.isConnected()) return browser;
    } catch (error) {
      this.#browser = undefined;
      throw error;
    }
    this.#browser = this.#launch();
    return this.#browser;
  }

  /** Ends a page; a browser that does not let go of it ends with it. */
  async #put(context: BrowserContext | undefined): Promise<void> {
    const isClosed =
      context !== undefined &&
      (await Promise.race([context.close().then(() => true), sleep(CLOSE_MS, false, { ref: false })]).catch(
        () => false,
      ));
    if (!isClosed) await this.#endBrowser();
  }

  async #endBrowser(): Promise<void> {
    const browser = this.#browser;
    this.#browser = undefined;
    const ended = browser?.then((open) => open.close()).catch(() => undefined);
    await Promise.race([ended, sleep(5 * CLOSE_MS, undefined, { ref: false })]);
  }
}

async function answerRoute(route: Route, requests: PageRequests, origin: string): Promise<void> {
  const request = route.request();
  const answer = await requests.answer({
    ...{ url: request.url(), method: request.method(), kind: request.resourceType() },
    isNavigation: request.isNavigationRequest(),
  });
  const { status, contentType, body, isDocument } = answer ?? {};
  // The page may be gone by now: nobody is left to be answered.
  const done =
    status === undefined || body === undefined || contentType === undefined
      ? route.abort('aborted')
      : route.fulfill({
          ...{ status, body },
          headers: {
            'content-type': contentType,
            // Nothing was sent that tells who asks: what anybody may read, the page's own site may.
            ...{ 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true' },
            ...(isDocument === true ? { 'content-security-policy': POLICY } : {}),
          },
        });
  await done.catch(() => undefined);
}
