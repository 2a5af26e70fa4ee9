/**
 * Links to canonical addresses, equal to `canonicaliseUrl(new URL(link, base))` (`resolve-address.test.ts`) and some twenty
 * times as fast for the plain links that most are: for them canonical form is what is written.
 */
import { canonicaliseUrl, isTracking, MAX_ADDRESS_LENGTH } from '../../terms/web-address.ts';

/** Segments that neither begin with a dot nor hold anything that the URL Standard or the canonical form would change. */
const SEGMENTS = String.raw`[A-Za-z0-9\-_~!$()*+,;=@][A-Za-z0-9\-._~!$()*+,;=@]*`;
const QUERY = String.raw`\?[A-Za-z0-9\-._~!$()*+,;=:@/&]+`;
const PLAIN_FROM_ROOT = new RegExp(String.raw`^(?:/${SEGMENTS})*/?(?:${QUERY})?$`);
const PLAIN_FROM_HERE = new RegExp(String.raw`^${SEGMENTS}(?:/${SEGMENTS})*/?(?:${QUERY})?$`);
const SLASH = 47;
const HASH = 35;
const LOWER_H = 104;
const MAX_REMEMBERED_ORIGINS = 10_000;

/** Canonical spelling of `http://host:port` as written, or undefined where it needs the slow way. For all documents of the process. */
const origins = new Map<string, string | undefined>();

function canonicalOrigin(written: string): string | undefined {
  const known = origins.get(written);
  if (known !== undefined || origins.has(written)) return known;
  const result = /^https?:\/\/[a-z0-9.-]+(?::\d+)?$/.test(written) ? canonicaliseUrl(`${written}/`) : undefined;
  const origin = result?.ok === true ? result.address.canonical.slice(0, -1) : undefined;
  if (origins.size >= MAX_REMEMBERED_ORIGINS) origins.clear();
  // A copy: a slice would keep the whole page that it was cut from.
  origins.set(Buffer.from(written).toString(), origin);
  return origin;
}

function hasTracking(pathAndQuery: string): boolean {
  const mark = pathAndQuery.indexOf('?');
  if (mark === -1) return false;
  return pathAndQuery
    .slice(mark + 1)
    .split('&')
    .some(isTracking);
}

/** Resolves one document's links. */
export class AddressResolver {
  readonly #documentUrl: string;
  #base = '';
  #scheme = '';
  #origin = '';
  #directory = '';

  /** `documentUrl` is the canonical address that answered. */
  constructor(documentUrl: string) {
    this.#documentUrl = documentUrl;
    this.#use(documentUrl);
  }

  #use(url: string): void {
    const hash = url.indexOf('#');
    this.#base = hash === -1 ? url : url.slice(0, hash);
    const slash = this.#base.indexOf('/', 8);
    const mark = this.#base.indexOf('?', slash);
    this.#origin = this.#base.slice(0, slash);
    this.#scheme = this.#base.slice(0, this.#base.indexOf(':') + 1);
    const path = mark === -1 ? this.#base : this.#base.slice(0, mark);
    this.#directory = path.slice(0, path.lastIndexOf('/') + 1);
  }

  /** What the document's `base` element says (HTML Standard, 4.2.3); of no effect where it is no http(s) address. */
  setBase(href: string): void {
    const base = slowly(href, this.#documentUrl);
    if (base !== undefined) this.#use(base);
  }

  /** The canonical address, or undefined for a link to no http(s) address, to the document itself, or too long a one. */
  resolve(written: string): string | undefined {
    const first = written.charCodeAt(0);
    const hash = written.indexOf('#');
    if (first === HASH && written.charCodeAt(1) !== 33) return undefined;
    // The URL Standard takes tabs and line ends out first: what follows the # may be a `!` after all.
    if (hash !== -1 && isTakenOut(written.charCodeAt(hash + 1))) return slowly(written, this.#base);
    const link = hash === -1 || written.charCodeAt(hash + 1) === 33 ? written : written.slice(0, hash);
    const plain = first === SLASH || first === LOWER_H ? this.#plainFromRoot(link, first) : this.#plainFromHere(link);
    if (plain === undefined) return slowly(written, this.#base);
    return plain.length <= MAX_ADDRESS_LENGTH ? plain : undefined;
  }

  #plainFromRoot(link: string, first: number): string | undefined {
    if (first === SLASH && link.charCodeAt(1) !== SLASH)
      return PLAIN_FROM_ROOT.test(link) && !hasTracking(link) ? this.#origin + link : undefined;
    const isSchemeless = first === SLASH;
    if (!isSchemeless && !link.startsWith('http://') && !link.startsWith('https://')) return this.#plainFromHere(link);
    const slash = link.indexOf('/', isSchemeless ? 2 : 8);
    const authority = slash === -1 ? link : link.slice(0, slash);
    const origin = canonicalOrigin(isSchemeless ? this.#scheme + authority : authority);
    if (origin === undefined) return undefined;
    const path = slash === -1 ? '/' : link.slice(slash);
    return PLAIN_FROM_ROOT.test(path) && !hasTracking(path) ? origin + path : undefined;
  }

  #plainFromHere(link: string): string | undefined {
    return PLAIN_FROM_HERE.test(link) && !hasTracking(link) ? this.#directory + link : undefined;
  }
}

const isTakenOut = (code: number): boolean => code === 9 || code === 10 || code === 13;

function slowly(link: string, base: string): string | undefined {
  if (link.length > MAX_ADDRESS_LENGTH * 2) return undefined;
  const url = URL.parse(link, base);
  if (url === null) return undefined;
  const result = canonicaliseUrl(url.href);
  return result.ok ? result.address.canonical : undefined;
}
