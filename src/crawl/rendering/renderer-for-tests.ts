/** A site of pages that need script, a client that knows only its names, and a renderer on it, for tests. */
import type { RequestListener } from 'node:http';
import type { TestContext } from 'node:test';
import { chromiumPath } from '../../../test/chromium-path.ts';
import { openPageClient } from '../fetching/open-page-client.ts';
import type { PageClient } from '../fetching/page-client.ts';
import { serveHttp } from '../loopback-for-tests.ts';
import { openNetwork, testNetworkSchema, type Network } from '../network.ts';
import { openRenderer, type RendererDeps } from './open-renderer.ts';
import type { Renderer } from './renderer.ts';

/** Where the pages of the test site lie. */
export const SHELL_SITE = 'http://shell.example.org';
const userAgent = 'FyrTest/1.0 (+https://hotline.example/crawler)';

/** The site and what its server was asked for, in order: path and host. */
export interface ShellSite {
  readonly network: Network;
  readonly client: PageClient;
  readonly asked: string[];
}

/** Serves `pages` by path under `shell.example.org` and `data.example.org`; `inner.example.org` is a name of a private address. */
export async function openShellSite(t: TestContext, pages: Readonly<Record<string, string>>): Promise<ShellSite> {
  const asked: string[] = [];
  const answer: RequestListener = (request, response) => {
    const path = request.url ?? '';
    asked.push(`${request.headers.host ?? ''}${path}`);
    const page = pages[path.split('?')[0] ?? ''];
    if (page === undefined) response.writeHead(404).end();
    else if (page.startsWith('to:')) response.writeHead(302, { location: page.slice(3) }).end();
    else response.writeHead(200, { 'content-type': typeOf(path) }).end(page);
  };
  const { port } = await serveHttp(t, answer);
  const connectTo = `127.0.0.1:${port}`;
  const network = openNetwork({
    kind: 'test',
    network: testNetworkSchema.parse({
      hosts: {
        'shell.example.org': { ip: '85.1.2.3', connectTo },
        'data.example.org': { ip: '85.1.2.4', connectTo },
        'elsewhere.example.net': { ip: '85.1.2.5', connectTo },
        'inner.example.org': { ip: '10.0.0.1', connectTo },
      },
    }),
  });
  const client = openPageClient(network, { userAgent, limits: { totalMs: 3_000 } });
  t.after(() => client.close());
  return { network, client, asked };
}

function typeOf(path: string): string {
  if (path.includes('.js')) return 'text/javascript';
  if (path.includes('.json')) return 'application/json';
  return path.includes('hidden-picture') ? 'image/png' : 'text/html; charset=utf-8';
}

/** A renderer in the tests' Chromium, closed with the test. */
export async function openTestRenderer(
  t: TestContext,
  client: PageClient,
  limits: NonNullable<RendererDeps['limits']> = {},
): Promise<Renderer> {
  const renderer = await openRenderer({
    ...{ client, userAgent, limits, mayRunUnsandboxed: true, chromiumPath: await chromiumPath() },
    steadyNow: () => performance.now(),
  });
  t.after(() => renderer.close());
  return renderer;
}
