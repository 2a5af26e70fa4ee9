/**
 * The ordinary part of a generated web: hosts with trees of pages, linked within and across, and pictures on them. All of it
 * follows from the options by arithmetic: nothing is stored but words, so that tens of thousands of pages cost nothing.
 */
import { CODINGS, NEAR_KINDS, type Coding } from './copies.ts';
import { embedOf, EMBEDS, queryOf } from './embeds.ts';
import { makeParagraphs } from './filler.ts';
import { addressOn, ordinaryHost, type CrawlHost } from './hosts.ts';
import { below, numbersFrom } from './numbers.ts';
import type { WebOptions } from './options.ts';
import type { PictureSpec } from './pictures.ts';
import type { Plant } from './site.ts';

const CHILDREN = 4;
const PARAGRAPHS = 128;
const MIXED: readonly Coding[] = [
  ...(['jpeg', 'jpeg', 'progressive', 'jpeg', 'png'] as const),
  ...(['webp', 'jpeg', 'progressive', 'gif', 'avif'] as const),
];
const JPEGS: readonly Coding[] = ['jpeg', 'jpeg', 'progressive', 'jpeg', 'progressive'];
/** So many files stand at many addresses, where `duplicateEvery` is set. */
const DUPLICATED = 30;

/** Where an ordinary picture lies, and what it is. */
export interface PlacedPicture {
  readonly number: number;
  readonly spec: PictureSpec;
  readonly coding: Coding;
  readonly host: CrawlHost;
  /** Path and query, as a right crawler asks for it. */
  readonly path: string;
  readonly embed: string;
}

/** What a host's page is, by its number; page 0 is the front. */
export class OrdinaryWeb {
  readonly options: WebOptions;
  readonly hosts: readonly CrawlHost[];
  readonly pagesPerHost: number;
  readonly #paragraphs: readonly string[];
  /** What is planted in place of ordinary pictures, evenly spread. */
  readonly #planted: readonly PictureSpec[];
  readonly #extraLinks: ReadonlyMap<number, readonly string[]>;

  /** `extraLinks`: addresses (of special sites) that the front page of a host links to. */
  constructor(options: WebOptions, extraLinks: ReadonlyMap<number, readonly string[]>) {
    this.options = options;
    this.hosts = Array.from({ length: options.hosts }, (_, at) => ordinaryHost(at, options.tls !== undefined));
    this.pagesPerHost = Math.max(1, Math.floor(options.pages / options.hosts));
    this.#paragraphs = makeParagraphs(options.seed, PARAGRAPHS);
    this.#planted = plantedSpecs(options);
    this.#extraLinks = extraLinks;
  }

  pathOfPage(page: number): string {
    if (page === 0) return '/';
    if (page % 5 === 0) return `/view?id=${page}`;
    return page % 5 === 3 ? `/topic/${page}/` : `/p/${page}.html`;
  }

  /** The page at a path; undefined where there is none. */
  pageAt(path: string): number | undefined {
    if (path === '/') return 0;
    const number = Number(/^\/(?:view\?id=|topic\/|p\/)(\d+)/.exec(path)?.[1] ?? NaN);
    return number > 0 && number < this.pagesPerHost && this.pathOfPage(number) === path ? number : undefined;
  }

  picture(number: number): PlacedPicture {
    const { pictures, hosts, formats } = this.options;
    const count = this.#planted.length;
    const slot = Math.floor((number * count) / pictures);
    const isPlanted = count > 0 && Math.floor(((slot + 0.5) * pictures) / count) === number;
    const spec = (isPlanted ? this.#planted[slot] : undefined) ?? this.#ordinarySpec(number, formats);
    const coding = spec.kind === 'exact' ? 'jpeg' : spec.coding;
    const pageHost = number % hosts;
    const host = this.hosts[number % 7 === 3 ? (pageHost * 13 + 5) % hosts : pageHost] ?? ordinaryHost(0, false);
    const embed = embedOf(number);
    return { number, spec, coding, host, embed, path: `/img/${number}.${CODINGS[coding].ending}${queryOf(embed)}` };
  }

  #ordinarySpec(number: number, formats: WebOptions['formats']): PictureSpec {
    const { duplicateEvery, variety } = this.options;
    const copied = duplicateEvery > 0 && number % duplicateEvery === 4 ? number % DUPLICATED : undefined;
    const codings = formats === 'mixed' ? MIXED : JPEGS;
    const of = copied ?? number;
    const coding = codings[(of * 7) % codings.length] ?? 'jpeg';
    const remark = copied === undefined ? `picture ${number}` : `everywhere ${copied}`;
    return { kind: 'ordinary', visual: of % variety, coding, remark };
  }

  /** The picture at a path of a host; undefined where there is none. */
  pictureAt(host: CrawlHost, path: string): PlacedPicture | undefined {
    const number = Number(/^\/img\/(\d+)\./.exec(path)?.[1] ?? NaN);
    if (!(number >= 0 && number < this.options.pictures)) return undefined;
    const picture = this.picture(number);
    return picture.host.name === host.name && picture.path === path ? picture : undefined;
  }

  /** The style sheet that names a picture, for those that stand in one. */
  styleAt(hostIndex: number, path: string): string | undefined {
    const number = Number(/^\/css\/(\d+)\.css$/.exec(path)?.[1] ?? NaN);
    if (!(number >= 0 && number < this.options.pictures) || number % this.options.hosts !== hostIndex) return undefined;
    const { host, path: at } = this.picture(number);
    return `@charset "utf-8";\n/* url(/css/no.png) */\n.c${number} { background: url( "${addressOn(host, at)}" ) }\n`;
  }

  render(hostIndex: number, page: number): string {
    const { hosts, seed, pageBytes } = this.options;
    const host = this.hosts[hostIndex] ?? ordinaryHost(0, false);
    const random = numbersFrom(`${seed} page ${hostIndex} ${page}`);
    const links = this.#links(hostIndex, page, random);
    const [head, body]: [string[], string[]] = [[], []];
    for (let at = hostIndex + hosts * page; at < this.options.pictures; at += hosts * this.pagesPerHost) {
      const placed = this.picture(at);
      const url = addressOn(placed.host, `/img/${at}.${CODINGS[placed.coding].ending}`);
      const near = placed.host.name === host.name ? url.slice(addressOn(host, '').length) : url;
      const markup = EMBEDS[placed.embed]?.({ url, near, number: at });
      head.push(markup?.head ?? '');
      body.push(markup?.body ?? '');
    }
    const start = `<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Page ${page} of ${host.name}</title>\n${head.join('\n')}</head>\n<body>\n<nav><ul>${links.map((link, at) => `<li><a class="n" href="${link}">Link ${at}</a></li>`).join('\n')}</ul></nav>\n<main>\n${body.join('\n')}`;
    const text: string[] = [];
    for (let size = start.length, at = below(random, PARAGRAPHS); size < pageBytes; at += 1) {
      const paragraph = this.#paragraphs[at % PARAGRAPHS] ?? '';
      text.push(paragraph);
      size += paragraph.length;
    }
    return `${start}\n${text.join('')}</main>\n</body>\n</html>\n`;
  }

  #links(hostIndex: number, page: number, random: () => number): readonly string[] {
    const { hosts, linksPerPage } = this.options;
    const links: string[] = ['/'];
    for (let child = page * CHILDREN + 1; child <= page * CHILDREN + CHILDREN; child += 1) {
      if (child < this.pagesPerHost) links.push(this.pathOfPage(child));
    }
    // Every host is linked from the front page of another: all can be reached from the first.
    const onward = page === 0 ? [hostIndex * 2 + 1, hostIndex * 2 + 2].filter((next) => next < hosts) : [];
    const far = [...onward, ...Array.from({ length: 4 - onward.length }, () => below(random, hosts))];
    for (const [at, next] of far.entries()) {
      const target = this.hosts[next] ?? ordinaryHost(0, false);
      const path = this.pathOfPage(at < onward.length ? 0 : below(random, this.pagesPerHost));
      links.push(addressOn(target, path));
    }
    if (page === 0) links.push(...(this.#extraLinks.get(hostIndex) ?? []));
    // What robots.txt forbids is linked like anything else.
    if (page % 6 === 2) links.push(`/private/${page}`);
    while (links.length < linksPerPage) links.push(spelled(this.pathOfPage(below(random, this.pagesPerHost)), random));
    return links;
  }

  robots(hostIndex: number): string {
    const sitemap =
      hostIndex % 10 === 7
        ? `Sitemap: ${addressOn(this.hosts[hostIndex] ?? ordinaryHost(0, false), '/sitemap.xml')}\n`
        : '';
    return `User-agent: *\nDisallow: /private/\n${sitemap}`;
  }

  sitemap(hostIndex: number): string {
    const host = this.hosts[hostIndex] ?? ordinaryHost(0, false);
    const rows = Array.from(
      { length: Math.min(20, this.pagesPerHost) },
      (_, page) => `<url><loc>${addressOn(host, this.pathOfPage(page))}</loc></url>`,
    );
    return `<?xml version="1.0"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${rows.join('\n')}\n</urlset>\n`;
  }

  /** Everything planted on ordinary pages, decoys too. */
  plants(): readonly Plant[] {
    const { pictures } = this.options;
    const count = this.#planted.length;
    return Array.from({ length: count }, (_, slot) => {
      const { host, path, spec, embed } = this.picture(Math.floor(((slot + 0.5) * pictures) / count));
      return { url: addressOn(host, path), spec, isReachable: true, how: embed };
    });
  }
}

/** The same address in another spelling, now and then. */
function spelled(path: string, random: () => number): string {
  const choice = below(random, 12);
  if (choice === 0) return `${path}#part-${below(random, 9)}`;
  if (choice === 1) return `${path}${path.includes('?') ? '&amp;' : '?'}utm_campaign=c${below(random, 9)}`;
  return choice === 2 ? `/./p/..${path}` : path;
}

function plantedSpecs({ exactCopies, nearCopies, decoys, known, pictures }: WebOptions): readonly PictureSpec[] {
  const nearCodings: readonly Coding[] = ['jpeg', 'webp', 'progressive', 'png', 'avif', 'jpeg', 'gif'];
  const specs: PictureSpec[] = [];
  for (let n = 0; n < exactCopies; n += 1) specs.push({ kind: 'exact', entry: n % known });
  for (let n = 0; n < nearCopies; n += 1) {
    const change = NEAR_KINDS[n % NEAR_KINDS.length] ?? 'size';
    specs.push({ kind: 'near', entry: (n * 5) % known, change, coding: nearCodings[n % nearCodings.length] ?? 'jpeg' });
  }
  for (let n = 0; n < decoys; n += 1) {
    const coding = nearCodings[n % 5] ?? 'jpeg';
    specs.push(n % 4 === 3 ? { kind: 'flat', coding } : { kind: 'far', entry: (n * 3) % known, coding });
  }
  // A fixed shuffle, so that kinds, embeddings and hosts meet in all ways.
  const random = numbersFrom(`order ${specs.length}`);
  for (let at = specs.length - 1; at > 0; at -= 1) {
    const other = below(random, at + 1);
    const [one, two] = [specs[at], specs[other]];
    if (one !== undefined && two !== undefined) [specs[at], specs[other]] = [two, one];
  }
  return specs.slice(0, pictures);
}
