/**
 * robots.txt by RFC 9309: groups for one product token, the longest rule wins, `*` and `$`, 500 KiB at most. Pure and bounded:
 * what a hostile file can cost is a few milliseconds to read and microseconds to ask.
 */

/** What a host allows to one crawler. */
export interface RobotsRules {
  /** `pathAndQuery` begins with `/` and is in canonical form (`canonicaliseUrl`). */
  isAllowed(pathAndQuery: string): boolean;
  /** `Crawl-delay`, which the RFC does not know and many hosts use; undefined where none is named for us. */
  readonly crawlDelayMs: number | undefined;
  /** `Sitemap` lines, as written: absolute addresses are the rule, not the certainty. */
  readonly sitemaps: readonly string[];
}

/** Bytes of a robots.txt that are read (RFC 9309, 2.5: at least 500 KiB). */
export const ROBOTS_MAX_BYTES = 500 * 1024;
const MAX_RULES = 10_000;
const MAX_RULE_LENGTH = 2048;
const MAX_SITEMAPS = 100;
const MAX_DELAY_SECONDS = 3600;

interface Rule {
  readonly isAllow: boolean;
  /** Literal parts between the stars. */
  readonly parts: readonly string[];
  readonly isAnchored: boolean;
  /** Octets of the pattern: the most specific match decides (RFC 9309, 2.2.2). */
  readonly length: number;
}

interface Groups {
  readonly ours: Rule[];
  readonly everybody: Rule[];
  namesUs: boolean;
  ourDelayMs: number | undefined;
  everybodysDelayMs: number | undefined;
  readonly sitemaps: string[];
}

const nothingForbidden = (isAllowed: boolean): RobotsRules => ({
  isAllowed: (pathAndQuery) => isAllowed || pathAndQuery === '/robots.txt',
  crawlDelayMs: undefined,
  sitemaps: [],
});
/** For a host without a robots.txt (RFC 9309, 2.3.1.3: any 4xx). */
export const ALLOW_ALL: RobotsRules = nothingForbidden(true);
/** For a host whose robots.txt cannot be reached (RFC 9309, 2.3.1.4): nothing may be visited until it can. */
export const DISALLOW_ALL: RobotsRules = nothingForbidden(false);

/**
 * Reads a robots.txt for the crawler whose product token is `agent` (`FyrHotline` of `FyrHotline/1.0`). Lines that cannot
 * be read are passed over, as RFC 9309, 2.2 asks. Never throws.
 */
export function parseRobots(file: Uint8Array, agent: string): RobotsRules {
  const text = new TextDecoder('utf-8').decode(file.subarray(0, ROBOTS_MAX_BYTES));
  const groups = readGroups(text, agent.toLowerCase());
  // Longest first and, of equals, the one that allows (2.2.2): the first match decides.
  const rules = (groups.namesUs ? groups.ours : groups.everybody).sort(
    (one, other) => other.length - one.length || Number(other.isAllow) - Number(one.isAllow),
  );
  return {
    isAllowed: (pathAndQuery) => {
      if (pathAndQuery === '/robots.txt') return true;
      for (const rule of rules) if (matches(rule, pathAndQuery)) return rule.isAllow;
      return true;
    },
    crawlDelayMs: groups.namesUs ? groups.ourDelayMs : groups.everybodysDelayMs,
    sitemaps: groups.sitemaps,
  };
}

/** Whom the lines of the present group speak to; `isOpen` while further user-agent lines still join it. */
interface Place {
  isOurs: boolean;
  isEverybodys: boolean;
  isOpen: boolean;
}

function readGroups(text: string, agent: string): Groups {
  const groups: Groups = {
    ours: [],
    everybody: [],
    namesUs: false,
    ourDelayMs: undefined,
    everybodysDelayMs: undefined,
    sitemaps: [],
  };
  const place: Place = { isOurs: false, isEverybodys: false, isOpen: false };
  for (const line of text.split(/\r\n|\n|\r/)) {
    const hash = line.indexOf('#');
    const record = hash === -1 ? line : line.slice(0, hash);
    const colon = record.indexOf(':');
    if (colon === -1) continue;
    readRecord(record.slice(0, colon).trim().toLowerCase(), record.slice(colon + 1).trim(), { groups, place, agent });
  }
  return groups;
}

function readRecord(
  name: string,
  value: string,
  { groups, place, agent }: { groups: Groups; place: Place; agent: string },
): void {
  switch (name) {
    case 'user-agent': {
      if (!place.isOpen) Object.assign(place, { isOurs: false, isEverybodys: false, isOpen: true });
      const token = /^[a-z_-]+/i.exec(value)?.[0].toLowerCase();
      if (token === agent) groups.namesUs = place.isOurs = true;
      if (value.startsWith('*')) place.isEverybodys = true;
      return;
    }
    case 'allow':
    case 'disallow': {
      place.isOpen = false;
      const rule = ruleOf(value, name === 'allow');
      if (rule === undefined) return;
      if (place.isOurs && groups.ours.length < MAX_RULES) groups.ours.push(rule);
      if (place.isEverybodys && groups.everybody.length < MAX_RULES) groups.everybody.push(rule);
      return;
    }
    case 'crawl-delay': {
      place.isOpen = false;
      const seconds = Number(value);
      if (value === '' || !(seconds >= 0)) return;
      const delayMs = Math.min(seconds, MAX_DELAY_SECONDS) * 1000;
      if (place.isOurs) groups.ourDelayMs = delayMs;
      if (place.isEverybodys) groups.everybodysDelayMs = delayMs;
      return;
    }
    case 'sitemap':
      // Belongs to no group and ends none (RFC 9309, 2.2.4).
      if (value !== '' && value.length <= MAX_RULE_LENGTH && groups.sitemaps.length < MAX_SITEMAPS)
        groups.sitemaps.push(value);
  }
}

/** An empty pattern matches nothing (`Disallow:` forbids nothing). */
function ruleOf(pattern: string, isAllow: boolean): Rule | undefined {
  if (pattern === '' || pattern.length > MAX_RULE_LENGTH) return undefined;
  const isAnchored = pattern.endsWith('$');
  const body = normalised(isAnchored ? pattern.slice(0, -1) : pattern);
  const rooted = body.startsWith('/') || body.startsWith('*') ? body : `/${body}`;
  return { isAllow, isAnchored, parts: rooted.split(/\*+/), length: Buffer.byteLength(pattern) };
}

/** Octets are compared with `%xx` of unreserved characters decoded and everything outside ASCII encoded (2.2.2), as canonical addresses are. */
function normalised(pattern: string): string {
  return pattern
    .replace(/[^\u0000-\u007f]+/g, (run) => encodeURIComponent(run.toWellFormed()))
    .replace(/%([0-9a-f]{2})/gi, (whole, hex: string) => {
      const character = String.fromCharCode(Number.parseInt(hex, 16));
      return /[A-Za-z0-9\-._~]/.test(character) ? character : whole.toUpperCase();
    });
}

/** Leftmost matching of each part is enough for stars; the last part of an anchored rule is matched at the end. */
function matches({ parts, isAnchored }: Rule, path: string): boolean {
  const [first = '', ...rest] = parts;
  if (!path.startsWith(first)) return false;
  const last = rest.pop();
  if (last === undefined) return !isAnchored || path.length === first.length;
  let at = first.length;
  for (const part of rest) {
    const found = path.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  if (!isAnchored) return path.indexOf(last, at) !== -1;
  return path.length - last.length >= at && path.endsWith(last);
}
