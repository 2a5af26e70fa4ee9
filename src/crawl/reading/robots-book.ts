/**
 * What each host allows us, fetched when it is first asked for and kept for a day (RFC 9309, 2.4). Fetching is a request to the
 * host like any other: whoever asks counts it against the host's rate.
 *
 * | what the host answers                          | what it means (RFC 9309, 2.3.1)                   | kept      |
 * |------------------------------------------------|---------------------------------------------------|-----------|
 * | 2xx                                            | its rules                                         | 24 h      |
 * | 4xx but 429                                    | there are none: all is allowed                    | 24 h      |
 * | more than five redirects, or one out of http(s) | the same                                          | 24 h      |
 * | 429, 5xx, no answer                            | nothing is allowed                                | 10 min    |
 * | our own rules refuse a connection on the way   | nothing is allowed                                | 24 h      |
 *
 * A body with a mandate may have hosts for which robots.txt is not asked (`RobotsMandate`): the rest of the manners stay.
 */
import type { Answer, PageClient } from '../fetching/page-client.ts';
import { ALLOW_ALL, DISALLOW_ALL, parseRobots, ROBOTS_MAX_BYTES, type RobotsRules } from './robots.ts';

/** Hosts, subdomains included, whose robots.txt a body with a legal mandate does not ask. Empty unless it says so. */
export interface RobotsMandate {
  readonly hosts: ReadonlySet<string>;
}

/** No host is exempt. */
export const NO_MANDATE: RobotsMandate = { hosts: new Set() };

/** What the book needs. */
export interface RobotsBookOptions {
  readonly client: PageClient;
  /** Our product token. */
  readonly agent: string;
  readonly mandate?: RobotsMandate;
  readonly maxHosts?: number;
  /** Awaited before each request but the first, so that the caller's rate counts redirects too. */
  readonly onHop?: (url: string) => void | Promise<void>;
  /** How long "no answer" is kept. Default 10 min; 0 where the caller itself waits before it asks again. */
  readonly unreachableMs?: number;
  /** Told of each file that was read and for how long it holds; an empty one where there is none. */
  readonly onRead?: (origin: string, file: Uint8Array, forMs: number) => void;
}

interface Page {
  readonly rules: RobotsRules;
  readonly untilMs: number;
}

const DAY_MS = 24 * 3_600_000;
const UNREACHABLE_MS = 10 * 60_000;
const MAX_REDIRECTS = 5;
const MAX_HOSTS = 50_000;
const TOTAL_MS = 15_000;

/** One process's book. */
export class RobotsBook {
  readonly #options: RobotsBookOptions;
  readonly #pages = new Map<string, Page>();
  readonly #asking = new Map<string, Promise<RobotsRules>>();

  constructor(options: RobotsBookOptions) {
    this.#options = options;
  }

  /** What is known now of `origin` (`https://example.org`); undefined: `ask` must be called, which is a request. */
  known(origin: string, nowMs: number): RobotsRules | undefined {
    if (this.#isExempt(origin)) return ALLOW_ALL;
    const page = this.#pages.get(origin);
    if (page === undefined || page.untilMs <= nowMs) return undefined;
    return page.rules;
  }

  /** Takes over a file that was read before; an empty one allows all. */
  put(origin: string, file: Uint8Array, untilMs: number): void {
    const rules = file.byteLength === 0 ? ALLOW_ALL : parseRobots(file, this.#options.agent);
    this.#remember(origin, { rules, untilMs });
  }

  /** Fetches robots.txt; several askers at once share one request. Never throws. */
  ask(origin: string, nowMs: number): Promise<RobotsRules> {
    const known = this.known(origin, nowMs);
    if (known !== undefined) return Promise.resolve(known);
    const asking = this.#asking.get(origin) ?? this.#fetch(origin, nowMs);
    this.#asking.set(origin, asking);
    return asking;
  }

  async #fetch(origin: string, nowMs: number): Promise<RobotsRules> {
    try {
      const page = await this.#page(origin);
      this.#remember(origin, { rules: page.rules, untilMs: nowMs + page.forMs });
      return page.rules;
    } finally {
      this.#asking.delete(origin);
    }
  }

  async #page(origin: string): Promise<{ rules: RobotsRules; forMs: number }> {
    let url = `${origin}/robots.txt`;
    for (let hops = 0; ; hops += 1) {
      if (hops > 0) await this.#options.onHop?.(url);
      const answer = await this.#options.client.get({
        url,
        accept: 'text/plain, */*;q=0.1',
        limits: { wireBytes: ROBOTS_MAX_BYTES, inflatedBytes: ROBOTS_MAX_BYTES, totalMs: TOTAL_MS },
      });
      const judged = judgeRobotsAnswer(answer, this.#options.agent, hops);
      if ('rules' in judged) {
        if (judged.rules !== DISALLOW_ALL) {
          const file = judged.rules === ALLOW_ALL || answer.kind !== 'answered' ? new Uint8Array(0) : answer.body;
          this.#options.onRead?.(origin, file, judged.forMs);
        }
        const isUnreachable = judged.forMs === UNREACHABLE_MS;
        return isUnreachable ? { ...judged, forMs: this.#options.unreachableMs ?? UNREACHABLE_MS } : judged;
      }
      url = judged.next;
    }
  }

  #remember(origin: string, page: Page): void {
    this.#pages.delete(origin);
    if (this.#pages.size >= (this.#options.maxHosts ?? MAX_HOSTS)) {
      // The oldest is the first that was put in.
      for (const oldest of this.#pages.keys()) {
        this.#pages.delete(oldest);
        break;
      }
    }
    this.#pages.set(origin, page);
  }

  #isExempt(origin: string): boolean {
    const hosts = this.#options.mandate?.hosts;
    if (hosts === undefined || hosts.size === 0) return false;
    const host = origin.slice(origin.indexOf('//') + 2).replace(/:\d+$/, '');
    for (let name = host; ; name = name.slice(name.indexOf('.') + 1)) {
      if (hosts.has(name)) return true;
      if (!name.includes('.')) return false;
    }
  }
}

/** One answer to a request for robots.txt, by the table at the top of this file; `hops`: redirects followed so far. */
export function judgeRobotsAnswer(
  answer: Answer,
  agent: string,
  hops: number,
): { readonly rules: RobotsRules; readonly forMs: number } | { readonly next: string } {
  if (answer.kind === 'refused') return { rules: DISALLOW_ALL, forMs: DAY_MS };
  if (answer.kind === 'failed') return { rules: DISALLOW_ALL, forMs: UNREACHABLE_MS };
  const { status, redirectTo } = answer;
  if (status >= 200 && status < 300) return { rules: parseRobots(answer.body, agent), forMs: DAY_MS };
  if (status === 429 || status >= 500) return { rules: DISALLOW_ALL, forMs: UNREACHABLE_MS };
  if (redirectTo !== undefined && hops < MAX_REDIRECTS) return { next: redirectTo };
  return { rules: ALLOW_ALL, forMs: DAY_MS };
}
