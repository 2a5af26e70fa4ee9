/**
 * The example adapter: an API of our own making, small and complete, to begin a real one from (docs/partners/provider.md shows the
 * bodies). JSON over HTTPS, a bearer token, `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header: a quoted string).
 *
 * | answer to `POST v1/reports`                                  | outcome                                                      |
 * |--------------------------------------------------------------|--------------------------------------------------------------|
 * | 201, or 200 for a repeat: `submission_id`, all are `received`| sent                                                         |
 * | 409 `duplicate` with its `submission_id`                     | sent: an earlier try landed, and its key has been forgotten   |
 * | 400, 413, 422 with an `error`                                | refused `api-400-…`: final, about this letter                |
 * | 401, 403, 404                                                | thrown: about our account or its address, not this letter    |
 * | any other status, fewer `received`, or another body          | thrown: try again with the same key                          |
 */
import { Agent, request } from 'undici';
import { z } from 'zod';
import { PartnerUnavailable, type HotlineIdentity } from '../../partners/door.ts';
import type { SendOutcome } from '../../routing/door.ts';
import type { OutgoingLetter } from './channel.ts';
import { REPORT_STATUSES, type ProviderApi, type StatusOfNotice } from './provider-api.ts';

/** What an account of this kind needs. */
export interface ExampleAccess {
  /** The API's address; `v1/…` is appended. */
  readonly url: string;
  /** Asked at each call, so that a changed token needs no restart. */
  readonly token: () => Promise<string>;
  readonly hotline: HotlineIdentity;
  /** More items than this go by mail to the next rung instead. */
  readonly mostItems: number;
  /** For one call, from connection to last byte; 20 s by default. */
  readonly timeoutMs?: number;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const MAX_ANSWER_BYTES = 256 * 1024;
/** Kept as the letter's reference and put into a path again: nothing but these. */
const submissionId = z.string().regex(/^[\w-]{1,80}$/);
const takenSchema = z.strictObject({ submission_id: submissionId, received: z.number().int().nonnegative() });
const duplicateSchema = z.strictObject({ error: z.literal('duplicate'), submission_id: submissionId });
const errorSchema = z.strictObject({ error: z.string().regex(/^[a-z0-9-]{1,40}$/) });
const statusSchema = z.strictObject({
  submission_id: submissionId,
  reports: z.array(
    z.strictObject({ notice_id: z.uuid(), status: z.enum(REPORT_STATUSES), at: z.iso.datetime({ offset: true }) }),
  ),
});
const FINAL: ReadonlySet<number> = new Set([400, 413, 422]);

/** Opens the account; nothing is sent before the first letter. */
export function openExampleApi(access: ExampleAccess): ProviderApi {
  const timeoutMs = access.timeoutMs ?? 20_000;
  const agent = new Agent({ connect: { timeout: timeoutMs }, headersTimeout: timeoutMs, bodyTimeout: timeoutMs });
  const base = access.url.endsWith('/') ? access.url : `${access.url}/`;
  const call = async (path: string, post?: { readonly key: string; readonly body: unknown }): Promise<Answer> => {
    const response = await request(new URL(path, base), {
      ...{ method: post === undefined ? 'GET' : 'POST', dispatcher: agent, signal: AbortSignal.timeout(timeoutMs) },
      headers: {
        ...{ accept: 'application/json', authorization: `Bearer ${await access.token()}` },
        ...(post === undefined ? {} : { 'content-type': 'application/json', 'idempotency-key': `"${post.key}"` }),
      },
      body: post === undefined ? null : JSON.stringify(post.body),
    });
    return { status: response.statusCode, body: await readJson(response.body) };
  };
  return {
    whyNot: (letter) => (letter.notices.length > access.mostItems ? 'api-too-many-items' : undefined),
    send: async (letter) => {
      const body = bodyOf(letter, access.hotline);
      return readSendAnswer(await call('v1/reports', { key: letter.idempotencyKey, body }), letter.notices.length);
    },
    readStatus: async (reference) =>
      readStatusAnswer(await call(`v1/reports/${submissionId.parse(reference)}`), reference),
    close: () => agent.close(),
  };
}

function bodyOf(letter: OutgoingLetter, hotline: HotlineIdentity) {
  const reports = new Map(letter.reports.map(({ noticeId, json }) => [noticeId, json]));
  return {
    letter_id: letter.letterId,
    sender: { name: hotline.name, email: hotline.email },
    urgent: letter.isUrgent ?? false,
    subject: letter.subject,
    message: letter.text,
    reports: letter.notices.map(({ noticeId, reference, url }) => {
      const json = reports.get(noticeId);
      const xarf: unknown = json === undefined ? null : JSON.parse(json);
      return { notice_id: noticeId, reference, url, xarf };
    }),
  };
}

/** Reads the answer to a letter of `count` items by the table at the top of this file. @throws PartnerUnavailable */
export function readSendAnswer({ status, body }: Answer, count: number): SendOutcome {
  if (status === 200 || status === 201) {
    const taken = takenSchema.safeParse(body);
    if (!taken.success) throw new PartnerUnavailable('api-answer-malformed');
    if (taken.data.received !== count) throw new PartnerUnavailable('api-half-taken');
    return { kind: 'sent', reference: taken.data.submission_id };
  }
  if (status === 409) {
    const duplicate = duplicateSchema.safeParse(body);
    if (duplicate.success) return { kind: 'sent', reference: duplicate.data.submission_id };
  }
  const error = FINAL.has(status) ? errorSchema.safeParse(body) : undefined;
  if (error?.success === true) return { kind: 'refused', code: `api-${status}-${error.data.error}` };
  throw new PartnerUnavailable(`api-status-${status}`);
}

function readStatusAnswer({ status, body }: Answer, reference: string): readonly StatusOfNotice[] {
  if (status !== 200) throw new PartnerUnavailable(`api-status-${status}`);
  const parsed = statusSchema.safeParse(body);
  if (!parsed.success || parsed.data.submission_id !== reference) throw new PartnerUnavailable('api-answer-malformed');
  return parsed.data.reports.map((report) => ({
    ...{ noticeId: report.notice_id, status: report.status, at: new Date(report.at) },
  }));
}

async function readJson(body: AsyncIterable<unknown>): Promise<unknown> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of body) {
    if (!(chunk instanceof Uint8Array)) continue;
    sizeBytes += chunk.byteLength;
    if (sizeBytes > MAX_ANSWER_BYTES) throw new PartnerUnavailable('api-answer-too-large');
    chunks.push(Buffer.from(chunk));
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    return undefined;
  }
}
