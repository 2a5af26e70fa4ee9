/**
 * Web addresses: one canonical spelling for each, and finding them in what people paste.
 *
 * The canonical form starts from the WHATWG URL Standard (url.spec.whatwg.org: IDNA host, dot segments, empty path
 * becomes `/`, default port dropped, IPv4 in any spelling becomes a dotted quad) and adds these rules:
 *
 * | part      | rule                                                                                                |
 * |-----------|-----------------------------------------------------------------------------------------------------|
 * | scheme    | `http` and `https` only, kept apart (`sameThingKey` joins them)                                      |
 * | userinfo  | left out, reported as `credentials`                                                                  |
 * | host      | one trailing dot dropped; only letters, digits, `-`, `_`; labels of 1 to 63, 253 in all              |
 * | path      | `%xx` of an unreserved character decoded (RFC 3986, 6.2.2.2), other hex in capitals, a lone `%` is   |
 * |           | `%25`; slashes, case and a trailing slash kept                                                       |
 * | query     | the same for `%`; parameters that only say who shared the link dropped; order, case, repeats kept;   |
 * |           | `?` with nothing after it dropped                                                                    |
 * | fragment  | dropped, except `#!…`, which old script-driven sites use as a path                                   |
 * | length    | at most 2,048 characters before and after (the sitemap protocol's bound, under Internet Explorer's   |
 * |           | 2,083, so that every system an address is passed on to can hold it)                                  |
 */
import ipaddr from 'ipaddr.js';
import { getDomain, parse as parseDomain } from 'tldts';
import * as z from 'zod';

/** Longest address taken, in UTF-16 units, as given and in canonical form. */
export const MAX_ADDRESS_LENGTH = 2048;
/** Most addresses taken from one text: a longer list belongs in an import, where a person sees it first. */
export const MAX_ADDRESSES = 50;

const branded = z.string().brand<'CanonicalUrl'>();
/** An absolute http(s) address in the form this file describes. Made by `canonicaliseUrl` only. */
export type CanonicalUrl = z.infer<typeof branded>;
/** For values read back from storage: takes only what `canonicaliseUrl` would give back unchanged. */
export const canonicalUrlSchema = z
  .string()
  .refine((text) => isCanonical(text), 'not a canonical address')
  .brand<'CanonicalUrl'>();

/** Why a text is not taken as an address; screens translate these. */
export type AddressReasonCode = 'not-an-address' | 'scheme-not-handled' | 'private-host' | 'too-long' | 'too-many';

/** An address in its parts. All but `credentials` follow from `canonical`, so that only that needs storing. */
export interface WebAddress {
  canonical: CanonicalUrl;
  /** Lower-case ASCII, without port and without the brackets of IPv6. */
  host: string;
  hostKind: 'name' | 'ipv4' | 'ipv6' | 'onion';
  /** The port where it is not the scheme's own. */
  port: number | undefined;
  /** The public suffix list's answer, its private section included (each site under `github.io` is somebody else's); the host itself for an IP address or an unlisted name. */
  registrableDomain: string;
  /** Equal for addresses that nearly always show the same thing: scheme and a leading `www.` left out. */
  sameThingKey: string;
  /** User name and password that stood in the address: needed to open it, never part of its identity. */
  credentials: { username: string; password: string } | undefined;
}

/** A refusal is a code and never the text: whoever shows or logs it cannot leak what was pasted. */
export type CanonicalResult = { ok: true; address: WebAddress } | { ok: false; reasonCode: AddressReasonCode };

/** Parameters that name the campaign or the sharer and never the page. Data: extend it, and the change reaches new addresses. */
const TRACKING_PREFIXES = ['utm_', 'mtm_', 'hsa_', 'oly_', 'vero_', '__hs'];
const TRACKING_NAMES: ReadonlySet<string> = new Set(
  (
    'fbclid gclid gclsrc gbraid wbraid dclid msclkid yclid ysclid twclid ttclid igshid igsh li_fat_id mc_cid mc_eid ' +
    'mkt_tok _ga _gl _hsenc _hsmi hsctatracking wickedid epik rdt_cid scid srsltid s_cid'
  ).split(' '),
);
const RESERVED_FOR_EXAMPLES = new Set(['example', 'test']);
const PRIVATE_SUFFIXES = ['localhost', 'local', 'internal', 'intranet', 'lan', 'home.arpa', 'corp', 'home'];
const GLOBAL_UNICAST_V6 = ipaddr.parseCIDR('2000::/3');

function withPercentNormalised(text: string): string {
  return text.replace(/%([0-9a-f]{2})?/gi, (whole, hex: string | undefined) => {
    if (hex === undefined) return '%25';
    const character = String.fromCharCode(Number.parseInt(hex, 16));
    return /[A-Za-z0-9\-._~]/.test(character) ? character : whole.toUpperCase();
  });
}

/** Whether a query's parameter (`name=value`) only says who shared the link: the canonical form leaves it out. */
export function isTracking(parameter: string): boolean {
  const name = (parameter.split('=', 1)[0] ?? '').toLowerCase();
  return TRACKING_NAMES.has(name) || TRACKING_PREFIXES.some((prefix) => name.startsWith(prefix));
}

function canonicalQuery(search: string): string {
  const kept = withPercentNormalised(search.slice(1))
    .split('&')
    .filter((parameter) => !isTracking(parameter))
    .join('&');
  return kept === '' ? '' : `?${kept}`;
}

function kindOfHost(hostname: string): WebAddress['hostKind'] | undefined {
  if (hostname.startsWith('[')) return 'ipv6';
  if (/^\d+\.\d+\.\d+\.\d+$/.test(hostname)) return 'ipv4';
  if (hostname.length > 253 || !/^[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*$/.test(hostname)) return undefined;
  if (!hostname.endsWith('.onion')) return 'name';
  return /(?:^|\.)(?:[a-z2-7]{56}|[a-z2-7]{16})\.onion$/.test(hostname) ? 'onion' : undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The part of a name that one registrant holds, private suffixes included (see `WebAddress.registrableDomain`). */
export function registrableDomainOf(host: string): string {
  return getDomain(host, { allowPrivateDomains: true, extractHostname: false }) ?? host;
}

/** The name a registrar sold: the public suffix list's ICANN section only. Undefined for IP addresses and unlisted names. */
export function registrarDomainOf(host: string): string | undefined {
  return parseDomain(host, { extractHostname: false }).domain ?? undefined;
}

/**
 * An address in canonical form, by the rules at the top of this file. Takes absolute http and https addresses only
 * (`recogniseAddresses` mends what people write); hosts inside private networks are addresses too, so a caller that goes
 * there asks `isPrivateHost` or `isPublicIp` as well. Never throws. Canonicalising the result changes nothing.
 */
export function canonicaliseUrl(text: string): CanonicalResult {
  if (text.length > MAX_ADDRESS_LENGTH) return { ok: false, reasonCode: 'too-long' };
  const url = URL.parse(text);
  if (url === null) return { ok: false, reasonCode: 'not-an-address' };
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return { ok: false, reasonCode: 'scheme-not-handled' };
  const hostname = url.hostname.replace(/\.$/, '');
  const hostKind = kindOfHost(hostname);
  if (hostKind === undefined) return { ok: false, reasonCode: 'not-an-address' };

  const host = hostname.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? undefined : Number(url.port);
  const fragment = url.hash.startsWith('#!') && url.hash.length > 2 ? withPercentNormalised(url.hash) : '';
  const tail = withPercentNormalised(url.pathname) + canonicalQuery(url.search) + fragment;
  const authority = (name: string) => (port === undefined ? name : `${name}:${port}`);
  const canonical = `${url.protocol}//${authority(hostname)}${tail}`;
  if (canonical.length > MAX_ADDRESS_LENGTH) return { ok: false, reasonCode: 'too-long' };

  const registrableDomain = registrableDomainOf(host);
  const withoutWww =
    hostname.startsWith('www.') && hostname !== registrableDomain ? hostname.slice('www.'.length) : hostname;
  const hasCredentials = url.username !== '' || url.password !== '';
  return {
    ok: true,
    address: {
      canonical: branded.parse(canonical),
      host,
      hostKind,
      port,
      registrableDomain,
      sameThingKey: authority(withoutWww) + tail,
      credentials: hasCredentials ? { username: decoded(url.username), password: decoded(url.password) } : undefined,
    },
  };
}

function isCanonical(text: string): boolean {
  const result = canonicaliseUrl(text);
  return result.ok && result.address.canonical === text;
}

/**
 * Whether an IP address, in any spelling, is one that the public Internet routes to a single host. IPv4 mapped or embedded
 * in IPv6 counts as that IPv4; translated forms (NAT64, 6to4, Teredo), documentation, benchmarking, multicast and
 * unassigned ranges do not count as public, nor does IPv6 outside 2000::/3 (IANA's registries of special-purpose addresses).
 */
export function isPublicIp(ip: string): boolean {
  if (ip.includes('%') || !ipaddr.isValid(ip)) return false;
  const address = ipaddr.process(ip);
  if (address.range() !== 'unicast') return false;
  return address.kind() === 'ipv4' || address.match(GLOBAL_UNICAST_V6);
}

/** Whether a host can only mean something inside somebody's own network: private or reserved IP ranges, names without a dot, `localhost`, `.local`, `.internal` and their like (RFC 6761, RFC 6762, RFC 8375). Says nothing of where a public name resolves to. */
export function isPrivateHost(host: string): boolean {
  const name = host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
  // Every spelling of an IP address begins with a digit or has a colon: other names are spared the parsers' attempts.
  if (/^\d|:/.test(name) && ipaddr.isValid(name)) return !isPublicIp(name);
  if (!name.includes('.')) return true;
  return PRIVATE_SUFFIXES.some((suffix) => name.endsWith(`.${suffix}`));
}

/** An address found in a pasted text, with its place, so that a form can point at what it understood. */
export interface RecognisedAddress extends WebAddress {
  /** Where it stood, both counted from 1; `column` in UTF-16 units. */
  line: number;
  column: number;
  /** The words as pasted, before any mending (a tip's words: seal them). */
  pasted: string;
  /** True when no scheme was written; `http` is then taken: a server without TLS answers only there, one with TLS sends on. */
  schemeAssumed: boolean;
}

/** A place in the text that was not taken. Carries no words of the text, so that it may be logged. */
export interface RejectedPlace {
  line: number;
  column: number;
  reasonCode: AddressReasonCode;
}

interface Word {
  text: string;
  line: number;
  column: number;
  isFirst: boolean;
  isLast: boolean;
}

type WordReading =
  | { kind: 'address'; address: WebAddress; schemeAssumed: boolean }
  | { kind: 'rejected'; reasonCode: AddressReasonCode }
  | { kind: 'other' };

const DEFUSED_DOT = String.raw`[[({](?:\.|dot|punkt)[\])}]`;
const WORD = new RegExp(String.raw`(?:\s{0,2}${DEFUSED_DOT}\s{0,2}|\S)+`, 'gi');
const INVISIBLE = /[\u00ad\u200b-\u200f\u2060\ufeff]/g;
const WEB_SCHEME = /h[tx*_]{2}ps?:/i;
const OTHER_SCHEME =
  /^(?:(?!h[tx*_]{2}ps?:)[a-z][a-z0-9+-]{1,20}:\/\/|(?:mailto|tel|sms|data|javascript|blob|file|magnet|about):)/i;
const NAME_WITHOUT_SCHEME = /^(?:[\p{L}\p{N}_-]+\.)+(?=[\p{N}-]*\p{L})[\p{L}\p{N}-]{2,}\.?(?::\d{1,5})?(?:[/?#]|$)/u;
const IPV4_WITHOUT_SCHEME = /^\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?(?:[/?#]|$)/;

function wordsOfLine(text: string, line: number): Word[] {
  const found = [...text.matchAll(WORD)].flatMap((match) => {
    let offset = match.index;
    return match[0].split(/([,;|]+)(?=h[tx*_]{2}ps?(?:\[?:))/i).flatMap((piece, index) => {
      const column = offset + 1;
      offset += piece.length;
      return index % 2 === 1 || piece === '' ? [] : [{ text: piece, line, column }];
    });
  });
  return found.map((word, index) => ({ ...word, isFirst: index === 0, isLast: index === found.length - 1 }));
}

/**
 * Puts together addresses that a mail program broke over lines, only where nothing else can be meant: inside `<…>`
 * (RFC 3986, appendix C), and before a line whose only word starts with `?`, `&`, `=` or `%`, as no address does.
 */
function joinBrokenLines(words: readonly Word[]): Word[] {
  const joined: Word[] = [];
  for (const word of words) {
    const before = joined[joined.length - 1];
    const follows = before?.isLast === true && word.isFirst && WEB_SCHEME.test(before.text.slice(0, 16));
    const insideBrackets = follows && before.text.startsWith('<') && !before.text.includes('>');
    const continues = follows && word.isLast && /^[?&=%]./.test(word.text);
    if (before !== undefined && (insideBrackets || continues) && before.text.length <= MAX_ADDRESS_LENGTH) {
      joined[joined.length - 1] = { ...before, text: before.text + word.text, isLast: word.isLast };
    } else {
      joined.push(word);
    }
  }
  return joined;
}

/** Undoes the spellings that keep an address from being clicked: `hxxp`, `[.]`, `(dot)`, `[:]`, `[://]`, a lost first letter. */
function rearmed(text: string): string {
  return text
    .replace(INVISIBLE, '')
    .replace(new RegExp(String.raw`\s*${DEFUSED_DOT}\s*`, 'gi'), '.')
    .replace(/\[(:|\/|:\/\/)\]/g, '$1')
    .replace(/^([^\p{L}\p{N}]*)ttp(s?):\/\//iu, '$1http$2://')
    .replace(/(^|[^\p{L}\p{N}])h[tx*_]{2}p(s?)(?::|：)(?:\/\/|／／)?/giu, '$1http$2://');
}

function withoutClosingMarks(text: string): string {
  let end = text.length;
  const count = (character: string) => text.slice(0, end).split(character).length - 1;
  for (; end > 0; end -= 1) {
    const last = text.charAt(end - 1);
    if (/[.,;:!?'*…’‘]/.test(last)) continue;
    const opening = { ')': '(', ']': '[', '}': '{' }[last];
    if (opening === undefined || count(last) <= count(opening)) break;
  }
  return text.slice(0, end);
}

/** The address-like part of a word: wrappers, a label before the scheme and closing punctuation taken off. */
function coreOf(word: string): string {
  const text = rearmed(word).replace(/^[\s<("'«»“”„‘’`[{*_>•·–—-]+/, '');
  const schemeAt = text.search(WEB_SCHEME);
  const startsWithHost = NAME_WITHOUT_SCHEME.test(text) || OTHER_SCHEME.test(text);
  const fromScheme = schemeAt > 0 && !startsWithHost ? text.slice(schemeAt) : text;
  return withoutClosingMarks(fromScheme.split(/["<>«»“”„`]/, 1)[0] ?? '');
}

function isKnownSuffix(host: string): boolean {
  const { isIcann, isPrivate, publicSuffix } = parseDomain(host, { allowPrivateDomains: true, extractHostname: false });
  return isIcann === true || isPrivate === true || RESERVED_FOR_EXAMPLES.has(publicSuffix ?? '');
}

function readWord(word: string): WordReading {
  if (word.length > MAX_ADDRESS_LENGTH * 2) return { kind: 'rejected', reasonCode: 'too-long' };
  const core = coreOf(word);
  if (OTHER_SCHEME.test(core)) return { kind: 'rejected', reasonCode: 'scheme-not-handled' };
  const hasScheme = /^https?:/i.test(core);
  const hasHost = NAME_WITHOUT_SCHEME.test(core) || IPV4_WITHOUT_SCHEME.test(core);
  if (!hasScheme && !hasHost) return { kind: 'other' };

  const result = canonicaliseUrl(hasScheme ? core : `http://${core}`);
  if (!result.ok)
    return hasScheme || result.reasonCode === 'too-long'
      ? { kind: 'rejected', reasonCode: result.reasonCode }
      : { kind: 'other' };
  const { address } = result;
  if (isPrivateHost(address.host)) return { kind: 'rejected', reasonCode: 'private-host' };
  if (!hasScheme && address.hostKind === 'name' && !isKnownSuffix(address.host)) return { kind: 'other' };
  return { kind: 'address', address, schemeAssumed: !hasScheme };
}

/**
 * The web addresses in a text that somebody typed or pasted, each once, in order, at most `MAX_ADDRESSES`; and the places
 * that were not taken: a word that is an address of another kind, and any line that has words but no address at all
 * (`not-an-address`), so that a form can say which line to look at. Words around an address on its line are passed over.
 * Without a scheme a name must end in a suffix of the public suffix list. Never throws; time grows with the text's length.
 */
export function recogniseAddresses(text: string): { addresses: RecognisedAddress[]; rejected: RejectedPlace[] } {
  const words = joinBrokenLines(
    text.split(/\r\n|[\n\r\u2028\u2029]/).flatMap((line, index) => wordsOfLine(line, index + 1)),
  );
  const addresses = new Map<string, RecognisedAddress>();
  const rejected: RejectedPlace[] = [];
  for (const [line, lineWords] of Map.groupBy(words, (word) => word.line)) {
    let isExplained = false;
    for (const { text: pasted, column } of lineWords) {
      const reading = readWord(pasted);
      if (reading.kind === 'other') continue;
      isExplained = true;
      if (reading.kind === 'rejected') {
        rejected.push({ line, column, reasonCode: reading.reasonCode });
      } else if (!addresses.has(reading.address.canonical)) {
        if (addresses.size === MAX_ADDRESSES) {
          rejected.push({ line, column, reasonCode: 'too-many' });
          return { addresses: [...addresses.values()], rejected };
        }
        const { address, schemeAssumed } = reading;
        addresses.set(address.canonical, { ...address, line, column, pasted, schemeAssumed });
      }
    }
    if (!isExplained) rejected.push({ line, column: lineWords[0]?.column ?? 1, reasonCode: 'not-an-address' });
  }
  return { addresses: [...addresses.values()], rejected };
}
