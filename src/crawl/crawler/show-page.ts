/** A page that its script fills, run in the browser and read like any other. */
import type { PageReading } from '../reading/page-reading.ts';
import { openPageReader } from '../reading/read-links.ts';
import type { MayAsk, Renderer } from '../rendering/renderer.ts';

/** What was read of the page as its server sent it, and what a reader of the other one needs. */
export interface ShellPage {
  readonly url: string;
  readonly asSent: PageReading;
  readonly agent: string;
  readonly markSeed: number;
  readonly robotsTag: string | undefined;
}

/** The page with what its script added. `reason`: `rendered`, or `render-` with what kept it from being so. */
export interface ShownPage {
  readonly reading: PageReading;
  readonly reason: string;
  readonly bytes: number;
}

/** Whether a run lets this host's pages be rendered: it or a domain above it is named. */
export function isRenderedHost(named: readonly string[] | undefined, host: string): boolean {
  return named?.some((name) => host === name || host.endsWith(`.${name}`)) ?? false;
}

/** Never throws: a page that cannot be rendered is what its server sent. */
export async function showPage(
  renderer: Renderer,
  { url, asSent, agent, markSeed, robotsTag }: ShellPage,
  mayAsk: MayAsk,
  signal: AbortSignal,
): Promise<ShownPage> {
  const rendered = await renderer.render(url, mayAsk, signal);
  const { bytes } = rendered;
  if ('failed' in rendered) return { reading: asSent, reason: `render-${rendered.failed}`, bytes };
  const reader = openPageReader({ url, agent, markSeed, robotsTag, contentType: 'text/html; charset=utf-8' });
  reader.write(Buffer.from(rendered.html));
  const reading = reader.end();
  const known = new Set([...reading.links, ...reading.media].map((found) => found.url));
  const added = (urls: readonly string[]) => urls.filter((each) => !known.has(each));
  return {
    reading: {
      ...reading,
      links: [
        ...reading.links,
        ...added(rendered.pageUrls).map((each) => ({ url: each, kind: 'page', isNofollow: false }) as const),
      ],
      media: [...reading.media, ...added(rendered.mediaUrls).map((each) => ({ url: each, kind: 'unknown' }) as const)],
      // A rule that the page was sent with holds, whatever its script makes of it.
      mayFollow: asSent.mayFollow && reading.mayFollow,
      mayIndex: asSent.mayIndex && reading.mayIndex,
    },
    reason: 'rendered',
    bytes,
  };
}
