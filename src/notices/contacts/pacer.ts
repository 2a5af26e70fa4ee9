/**
 * Politeness towards the servers that are asked: one question after another with a gap between them, and none for as long as
 * a server has asked to be left alone (429 and 503 with Retry-After). Per origin, in memory: each process keeps its own.
 */

/** Time and waiting come from outside, so that a test need not wait. */
export interface PacerOptions {
  /** Between two questions to one server. */
  readonly gapMs: number;
  /** Whoever would wait longer is told to come again. */
  readonly mostWaitMs: number;
  readonly nowMs: () => number;
  readonly pause: (ms: number) => Promise<void>;
}

/** Whose turn it is. */
export interface Pacer {
  /** Waits for a turn at the server; 0, or after how many milliseconds to come again. */
  turn(url: string): Promise<number>;
  /** The server wants nothing for a while. */
  leaveAlone(url: string, ms: number): void;
}

/** Opens the turns. */
export function openPacer(options: PacerOptions): Pacer {
  const nextAt = new Map<string, number>();
  return {
    turn: async (url) => {
      const { origin } = new URL(url);
      const nowMs = options.nowMs();
      const atMs = Math.max(nowMs, nextAt.get(origin) ?? 0);
      const waitMs = atMs - nowMs;
      if (waitMs > options.mostWaitMs) return waitMs;
      nextAt.set(origin, atMs + options.gapMs);
      if (waitMs > 0) await options.pause(waitMs);
      return 0;
    },
    leaveAlone: (url, ms) => {
      const { origin } = new URL(url);
      nextAt.set(origin, Math.max(nextAt.get(origin) ?? 0, options.nowMs() + ms));
    },
  };
}

/** Retry-After (RFC 9110, 10.2.3), seconds or a date, in milliseconds; undefined where it says nothing. */
export function retryAfterMs(value: string | undefined, now: Date): number | undefined {
  const text = value?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}
