/**
 * A provider that takes reports by an API: the double of the example adapter's other side (docs/partners/provider.md). It keeps the
 * rules that such an API has to keep, judges nothing, and can be unwell as the real ones are.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { z } from 'zod';

/**
 * | kind | what the client meets | is the work done? |
 * |---|---|---|
 * | ok | the honest answer | yes |
 * | slow | the honest answer, `delayMs` later | yes |
 * | 5xx | `status` (503 by default) | no |
 * | malformed | 200 with a page of HTML | yes |
 * | half-done | the connection is cut in place of the answer | yes |
 * | half-taken | `received` says one fewer than were sent | yes |
 * | duplicate | every key is forgotten first: a repeat is answered 409 | only what is new |
 * | refuse | 422 `not-accepted` | no |
 */
export type ProviderApiBehaviour = (
  | { readonly kind: 'ok' | 'malformed' | 'half-done' | 'half-taken' | 'duplicate' | 'refuse' }
  | { readonly kind: 'slow'; readonly delayMs: number }
  | { readonly kind: '5xx'; readonly status?: number }
) & {
  /** After so many requests the server is well again; for ever by default. */
  readonly times?: number;
};

/** What the provider says of one report. */
export type ApiReportStatus = 'received' | 'handling' | 'removed' | 'need-more' | 'not-ours';

/** One letter as it was taken. */
export interface ApiSubmission {
  readonly submissionId: string;
  readonly key: string;
  readonly letterId: string;
  readonly urgent: boolean;
  readonly message: string;
  readonly reports: readonly { readonly noticeId: string; readonly url: string; readonly xarf: unknown }[];
}

export interface ProviderApiOptions {
  /** 0 or absent: any free port. */
  readonly port?: number;
  /** What the client must carry; one is made up by default. */
  readonly token?: string;
  readonly maxReports?: number;
  readonly now?: () => Date;
}

/** Where to call, and what has arrived. */
export interface ProviderApiServer {
  /** `http://127.0.0.1:PORT/` */
  readonly url: string;
  readonly token: string;
  /** Oldest first, each once. */
  submissions(): readonly ApiSubmission[];
  /** `METHOD path status` of every request that was answered. */
  requests(): readonly string[];
  /** What `GET v1/reports/:id` says of a notice from now on. @throws Error when no such notice was taken */
  setStatus(noticeId: string, status: ApiReportStatus): void;
  onSubmission(listener: (submission: ApiSubmission) => void): void;
  behave(behaviour: ProviderApiBehaviour): void;
  close(): Promise<void>;
}

const bodySchema = z.strictObject({
  letter_id: z.uuid(),
  sender: z.strictObject({ name: z.string().min(1), email: z.email() }),
  urgent: z.boolean(),
  subject: z.string().min(1).max(998),
  message: z.string().min(1),
  reports: z
    .array(
      z.strictObject({
        notice_id: z.uuid(),
        reference: z.string().min(1),
        url: z.url(),
        xarf: z.looseObject({ report_id: z.uuid(), url: z.url() }).nullable(),
      }),
    )
    .min(1),
});
type Body = z.infer<typeof bodySchema>;

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Opens the API on 127.0.0.1. @throws Error when the port is taken */
export async function startProviderApi(options: ProviderApiOptions = {}): Promise<ProviderApiServer> {
  const token = options.token ?? 'stand-in-token-of-the-example-provider';
  const book = openBook(options.now ?? (() => new Date()));
  const http = fastify({ bodyLimit: 8 * 1024 * 1024, forceCloseConnections: true });
  const closing = new AbortController();
  const requests: string[] = [];
  const behave = addMisbehaviour(http, book.forgetKeys, closing.signal);
  http.addHook('onResponse', (request, reply, done) => {
    requests.push(`${request.method} ${request.url} ${reply.statusCode}`);
    done();
  });
  http.addHook('preHandler', async (request, reply) => {
    const carried = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    if (!timingSafeEqual(digestOf(carried), digestOf(token))) return reply.status(401).send({ error: 'unauthorized' });
  });
  http.post('/v1/reports', (request, reply) => takeReports(book, options.maxReports ?? 1000, request, reply));
  http.get('/v1/reports/:id', (request, reply) => {
    const { id } = z.object({ id: z.string() }).parse(request.params);
    const answer = book.statusOf(id);
    return answer === undefined ? reply.status(404).send({ error: 'no-such-submission' }) : reply.send(answer);
  });
  const url = await http.listen({ host: '127.0.0.1', port: options.port ?? 0 });
  return {
    ...{ url: `${url}/`, token, behave },
    submissions: book.submissions,
    requests: () => [...requests],
    setStatus: book.setStatus,
    onSubmission: book.onSubmission,
    close: async () => {
      closing.abort();
      await http.close();
    },
  };
}

function takeReports(book: Book, maxReports: number, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  // draft-ietf-httpapi-idempotency-key-header: a string of structured fields, so in quotes.
  const key = /^"([\x21\x23-\x5b\x5d-\x7e]{1,255})"$/.exec(String(request.headers['idempotency-key'] ?? ''))?.[1];
  if (key === undefined) return reply.status(400).send({ error: 'key-missing' });
  const parsed = bodySchema.safeParse(request.body);
  if (!parsed.success) return reply.status(400).send({ error: 'body-not-right' });
  const body = parsed.data;
  if (body.reports.length > maxReports) return reply.status(413).send({ error: 'too-many-reports' });
  const ids = body.reports.map((report) => report.notice_id);
  const isOdd = body.reports.some(
    ({ notice_id, url, xarf }) => xarf !== null && (xarf.report_id !== notice_id || xarf.url !== url),
  );
  if (isOdd || new Set(ids).size !== ids.length) return reply.status(400).send({ error: 'reports-not-right' });
  const taken = book.take(key, body);
  switch (taken.kind) {
    case 'new':
      return reply.status(201).send({ submission_id: taken.id, received: ids.length });
    case 'repeat':
      return reply.status(200).send({ submission_id: taken.id, received: ids.length });
    case 'key-reused':
      return reply.status(422).send({ error: 'key-reused' });
    case 'duplicate':
      return reply.status(409).send({ error: 'duplicate', submission_id: taken.id });
  }
}

type Book = ReturnType<typeof openBook>;
type Taken = { readonly kind: 'new' | 'repeat' | 'duplicate'; readonly id: string } | { readonly kind: 'key-reused' };

function openBook(now: () => Date) {
  const submissions: ApiSubmission[] = [];
  const keys = new Map<string, { readonly id: string; readonly digest: string }>();
  const byNotice = new Map<string, { readonly id: string; status: ApiReportStatus; at: Date }>();
  const listeners: ((submission: ApiSubmission) => void)[] = [];
  const take = (key: string, body: Body): Taken => {
    const digest = digestOf(JSON.stringify(body)).toString('hex');
    const known = keys.get(key);
    if (known !== undefined) return known.digest === digest ? { kind: 'repeat', id: known.id } : { kind: 'key-reused' };
    const before = body.reports.map((report) => byNotice.get(report.notice_id)?.id).find((id) => id !== undefined);
    if (before !== undefined) return { kind: 'duplicate', id: before };
    const id = `s-${submissions.length + 1}`;
    keys.set(key, { id, digest });
    for (const report of body.reports) byNotice.set(report.notice_id, { id, status: 'received', at: now() });
    const reports = body.reports.map(({ notice_id, url, xarf }) => ({ noticeId: notice_id, url, xarf }));
    const submission = {
      submissionId: id,
      key,
      letterId: body.letter_id,
      urgent: body.urgent,
      message: body.message,
      reports,
    };
    submissions.push(submission);
    for (const listener of listeners) listener(submission);
    return { kind: 'new', id };
  };
  return {
    take,
    submissions: () => [...submissions],
    forgetKeys: () => keys.clear(),
    onSubmission: (listener: (submission: ApiSubmission) => void) => void listeners.push(listener),
    setStatus: (noticeId: string, status: ApiReportStatus) => {
      const report = byNotice.get(noticeId);
      if (report === undefined) throw new Error('no report about this notice was taken');
      Object.assign(report, { status, at: now() });
    },
    statusOf: (id: string) => {
      const reports = [...byNotice].filter(([, report]) => report.id === id);
      if (reports.length === 0) return undefined;
      return {
        submission_id: id,
        reports: reports.map(([notice_id, { status, at }]) => ({ notice_id, status, at: at.toISOString() })),
      };
    },
  };
}

function addMisbehaviour(
  http: FastifyInstance,
  forgetKeys: () => void,
  closing: AbortSignal,
): (behaviour: ProviderApiBehaviour) => void {
  let behaviour: ProviderApiBehaviour = { kind: 'ok' };
  const met = new WeakMap<FastifyRequest, ProviderApiBehaviour['kind']>();
  http.addHook('preHandler', async (request, reply) => {
    const current = behaviour;
    if (current.kind === 'ok') return;
    if (current.times !== undefined)
      behaviour = current.times > 1 ? { ...current, times: current.times - 1 } : { kind: 'ok' };
    met.set(request, current.kind);
    if (current.kind === 'slow') await pause(current.delayMs, undefined, { signal: closing });
    if (current.kind === 'duplicate') forgetKeys();
    if (current.kind === 'refuse') return reply.status(422).send({ error: 'not-accepted' });
    if (current.kind === '5xx') return reply.status(current.status ?? 503).send('Service unavailable');
  });
  http.addHook('onSend', (request, reply, payload, done) => {
    const kind = met.get(request);
    if (kind === 'half-done') request.raw.socket.destroy();
    if (kind === 'half-taken' && typeof payload === 'string') {
      void reply.removeHeader('content-length');
      done(
        null,
        payload.replace(/"received":(\d+)/, (_, count: string) => `"received":${Number(count) - 1}`),
      );
      return;
    }
    if (kind !== 'malformed') {
      done(null, payload);
      return;
    }
    void reply.status(200).header('content-type', 'text/html').removeHeader('content-length');
    done(null, '<!doctype html><title>Gateway</title><p>The service is busy.');
  });
  return (next) => {
    behaviour = next;
  };
}
