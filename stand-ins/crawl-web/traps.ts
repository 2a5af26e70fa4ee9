/**
 * Endless spaces: a crawler that follows every link never leaves them. Each has a listed picture on its front page, so that
 * leaving a trap at once is not the same as never having been there.
 */
import { html, send, SiteDraft, type Route, type Site, type SiteContext } from './site.ts';

const links = (paths: readonly string[]): string => paths.map((path) => `<a href="${path}">on</a>`).join(' ');

/** For a path that the trap knows, the paths that its page links to. */
type Spread = (path: string) => readonly string[] | undefined;

const month = (year: number, index: number): string => `/calendar/${year}/${String(index).padStart(2, '0')}`;

/** A number that differs from request to request and is the same in every run. */
function counter(): () => string {
  let count = 0;
  return () => ((count += 1) * 2_654_435_761).toString(16).slice(-8);
}

const TRAPS: Readonly<Record<string, () => { readonly start: readonly string[]; readonly spread: Spread }>> = {
  calendar: () => ({
    start: [month(2026, 11)],
    spread: (path) => {
      const found = /^\/calendar\/(\d+)\/(\d\d)$/.exec(path);
      if (found === null) return undefined;
      const [year, index] = [Number(found[1]), Number(found[2])];
      const next = index === 12 ? month(year + 1, 1) : month(year, index + 1);
      const before = index === 1 ? month(year - 1, 12) : month(year, index - 1);
      return [next, before];
    },
  }),
  'session-ids': () => {
    const session = counter();
    const shelf = () => Array.from({ length: 8 }, (_, at) => `/shop/item${at}?PHPSESSID=${session()}${session()}`);
    return { start: shelf(), spread: (path) => (path.startsWith('/shop/') ? shelf() : undefined) };
  },
  'growing-paths': () => ({
    start: ['/more/less/'],
    spread: (path) => (/^\/(?:more|less)\//.test(path) ? [`${path}more/less/`, `${path}less/more/`] : undefined),
  }),
  filters: () => ({
    start: ['/list?page=1'],
    spread: (path) => {
      if (!path.startsWith('/list?')) return undefined;
      const names = ['sort', 'colour', 'size', 'from', 'to', 'page', 'view'];
      return names
        .map((name, at) => `${path}&${name}=${(path.length * 7 + at) % 10}`)
        .filter((each) => each.length < 1_500);
    },
  }),
  mirror: () => ({
    // The same ten pages under every folder that anybody makes up.
    start: ['/copy/1'],
    spread: (path) =>
      path.startsWith('/copy/') ? Array.from({ length: 6 }, (_, at) => `${path}/copy/${at}`) : undefined,
  }),
  'every-path': () => {
    const name = counter();
    return {
      start: [`/word-${name()}`],
      spread: (path) =>
        path.startsWith('/word-') ? Array.from({ length: 12 }, () => `/word-${name()}.html`) : undefined,
    };
  },
};

/** Redirects without end, each to an address that was never seen. */
function endlessRedirects(context: SiteContext): Site {
  const site = new SiteDraft(context, 'endless-redirects');
  site.page('/', `<img src="${site.plant('/front.jpg')}">${links(['/hop/1', '/self', '/ping'])}`);
  site.redirect('/self', '/self');
  site.redirect('/ping', '/pong');
  site.redirect('/pong', '/ping');
  site.otherwise = (path) => {
    const hop = /^\/hop\/(\d+)$/.exec(path)?.[1];
    if (hop === undefined) return undefined;
    const location = `/hop/${Number(hop) + 1}`;
    return (exchange) => send(exchange, 302, 'text/plain', 'on\n', { location });
  };
  return site.finish('trap');
}

/** Labels of the sites, in the order of their addresses. */
export const TRAP_LABELS: readonly string[] = [...Object.keys(TRAPS), 'endless-redirects'];

/** Sets all traps. */
export function makeTraps(context: SiteContext): readonly Site[] {
  const spaces = Object.entries(TRAPS).map(([label, set]) => {
    const site = new SiteDraft(context, label);
    const { start, spread } = set();
    site.page('/', `<img src="${site.plant('/front.jpg')}">${links(start)}`);
    site.otherwise = (path): Route | undefined => {
      const onward = spread(path);
      if (onward === undefined) return undefined;
      return (exchange) =>
        send(exchange, 200, 'text/html', html(label, `<p>The same words as before.</p>${links(onward)}`));
    };
    return site.finish('trap');
  });
  return [...spaces, endlessRedirects(context)];
}
