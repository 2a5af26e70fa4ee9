/**
 * Runs a page's own script to see which addresses it puts into the page: what the browser asks for, we fetch, by the same rules as
 * everything else; the browser itself reaches nothing.
 */

/** Bounds of one rendering. Milliseconds and bytes. */
export interface RenderLimits {
  /** From its turn to its answer. */
  readonly totalMs: number;
  /** A page that has not come to rest by then is read as it stands. */
  readonly settleMs: number;
  /** At rest: nothing was asked for during this time. */
  readonly quietMs: number;
  /** Requests sent for the page, its own document among them. */
  readonly maxRequests: number;
  /** Received for it, after decoding. */
  readonly bytesIn: number;
  /** Characters of HTML handed out; the rest is cut. */
  readonly htmlLength: number;
  /** Addresses noted without being fetched. */
  readonly maxNoted: number;
}

/** Enough for a page made for people; a page that wants more is read as far as it came. */
export const DEFAULT_RENDER_LIMITS: RenderLimits = {
  ...{ totalMs: 15_000, settleMs: 8_000, quietMs: 500 },
  ...{ maxRequests: 60, bytesIn: 5_000_000, htmlLength: 2_000_000, maxNoted: 2_000 },
};

/** Whether our rules (robots.txt, scope) let an address of the page's own site be asked for. Never rejects. */
export type MayAsk = (url: string) => Promise<boolean>;

/**
 * | code        | meaning                                                     |
 * |-------------|-------------------------------------------------------------|
 * | `time`      | it did not answer in time: endless script, mostly             |
 * | `no-answer` | the document itself could not be fetched again, or not as a page |
 * | `browser`   | the browser ended or refused                                |
 * | `aborted`   | the caller's signal, or the renderer is closed               |
 */
export type RenderFailure = 'time' | 'no-answer' | 'browser' | 'aborted';

/** Addresses are canonical and, with the HTML, in memory only. */
export type Rendered =
  | {
      readonly html: string;
      /** Pictures, video and sound that the page asked for; none was fetched. */
      readonly mediaUrls: readonly string[];
      /** Where the page wanted to go by itself, or what it wanted in a frame; not visited. */
      readonly pageUrls: readonly string[];
      readonly bytes: number;
      readonly requests: number;
    }
  | { readonly failed: RenderFailure; readonly bytes: number };

/** One page at a time: others wait their turn. */
export interface Renderer {
  /** Never throws. `url` is canonical. */
  render(url: string, mayAsk: MayAsk, signal: AbortSignal): Promise<Rendered>;
  close(): Promise<void>;
}

/** Why there is no renderer, in words for the operator. */
export class RendererUnavailable extends Error {
  readonly code: 'no-playwright' | 'no-chromium' | 'as-root';
  constructor(code: RendererUnavailable['code']) {
    super(WORDS[code]);
    this.name = 'RendererUnavailable';
    this.code = code;
  }
}

const WORDS = {
  'no-playwright':
    'Rendering needs playwright-core and a Chromium: FYR_CHROMIUM. The package playwright-core is not installed.',
  'no-chromium':
    'Rendering needs playwright-core and a Chromium: FYR_CHROMIUM is not the path of a program that can be run.',
  'as-root':
    'Rendering needs the sandbox of Chromium, which does not work as root: run the crawler as another user, or leave FYR_CHROMIUM out.',
} as const;
