/** What lies at an address against the known lists: fetched into memory by the safe fetcher, never followed further. */
import { fetchSafely, type FailureReason, type Network, type RefusalReason } from '../../crawl/door.ts';
import { checkMedia, type CheckTools, type MediaCheckOptions } from './check-media.ts';
import type { MediaFinding } from './finding.ts';

/** What a check of an address needs beyond the lists. */
export interface AddressTools extends CheckTools {
  readonly network: Network;
  /** Says who asks, as `Fyr/0.1 (+https://hotline.example.org/crawler)`. */
  readonly userAgent: string;
}

/**
 * | outcome    | meaning                                                                      |
 * |------------|------------------------------------------------------------------------------|
 * | `checked`  | a server answered 2xx; the finding is of its body                            |
 * | `refused`  | our own rules forbid the address; nothing was sent there                     |
 * | `failed`   | no answer came                                                               |
 * | `answered` | an answer came, but no media: an error status, or a body beyond the limit    |
 */
export type AddressOutcome =
  | { readonly kind: 'checked'; readonly finding: MediaFinding }
  | { readonly kind: 'refused'; readonly reason: RefusalReason }
  | { readonly kind: 'failed'; readonly reason: FailureReason }
  | { readonly kind: 'answered'; readonly status: number; readonly isTooLarge: boolean };

const FETCH_TIME_MS = 20_000;

/** Checks the media at `url`. The address is logged nowhere. Rejects with CheckBusy. */
export async function checkAddress(
  tools: AddressTools,
  url: string,
  options: MediaCheckOptions & { readonly signal?: AbortSignal } = {},
): Promise<AddressOutcome> {
  const limitBytes = tools.limits.keepPictureBytes;
  tools.budget.take(limitBytes);
  let outcome;
  try {
    outcome = await fetchSafely(tools.network, url, {
      userAgent: tools.userAgent,
      limits: { totalMs: FETCH_TIME_MS, wireBytes: limitBytes, inflatedBytes: limitBytes },
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
  } finally {
    tools.budget.give(limitBytes);
  }
  if (outcome.kind === 'refused') return { kind: 'refused', reason: outcome.reason };
  if (outcome.kind === 'failed') return { kind: 'failed', reason: outcome.reason };
  const { status, isTruncated, body } = outcome;
  if (status < 200 || status > 299 || isTruncated) return { kind: 'answered', status, isTooLarge: isTruncated };
  return { kind: 'checked', finding: await checkMedia(tools, oneChunk(body), options) };
}

// An async generator, since a stream of chunks is what a check reads.
// eslint-disable-next-line @typescript-eslint/require-await
async function* oneChunk(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}
