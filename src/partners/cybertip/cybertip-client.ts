/**
 * The CyberTipline's reporting API over HTTP with Basic authentication (DOMAIN.md). There is no call that uploads: Fyr handles links and
 * hashes, never files. An answer that is none throws, as nothing is then known of what was done.
 */
import { Agent, request } from 'undici';
import { PartnerUnavailable } from '../partner.ts';
import { codeFor, readAnswer, type TipAnswer } from './answer.ts';

/** What the client needs of the settings. */
export interface CybertipAccess {
  /** The API's address, for example `https://report.example.org/ispws`; `/submit` and the rest are appended. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  /** For one request, from connection to last byte; 30 s by default. */
  readonly timeoutMs?: number | undefined;
}

/** One account's connection. Every call @throws PartnerUnavailable or the network's error when there is no answer that can be read. */
export interface CybertipClient {
  /** Whether the service is up and knows this account. */
  status(): Promise<TipAnswer>;
  /** The schema as NCMEC publishes it now, as text. */
  schema(): Promise<string>;
  /** Opens a report: nothing of it counts before it is finished. */
  submit(document: string): Promise<TipAnswer>;
  fileInfo(document: string): Promise<TipAnswer>;
  finish(reportId: string): Promise<TipAnswer>;
  retract(reportId: string): Promise<TipAnswer>;
  close(): Promise<void>;
}

const MAX_ANSWER_BYTES = 2 << 20;

/** Opens a client; nothing is sent before the first call. */
export function openCybertipClient(access: CybertipAccess): CybertipClient {
  const timeoutMs = access.timeoutMs ?? 30_000;
  const agent = new Agent({ connect: { timeout: timeoutMs }, headersTimeout: timeoutMs, bodyTimeout: timeoutMs });
  const base = access.url.replace(/\/+$/, '');
  const authorization = `Basic ${Buffer.from(`${access.user}:${access.password}`).toString('base64')}`;
  const call = async (path: string, body?: { readonly type: string; readonly text: string }) => {
    const { statusCode, body: answer } = await request(`${base}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      dispatcher: agent,
      signal: AbortSignal.timeout(timeoutMs),
      headers: { authorization, accept: 'text/xml', ...(body === undefined ? {} : { 'content-type': body.type }) },
      ...(body === undefined ? {} : { body: body.text }),
    });
    return { status: statusCode, text: await readText(answer) };
  };
  const xml = async (path: string, text: string) => read(await call(path, { type: 'text/xml; charset=utf-8', text }));
  const form = async (path: string, id: string) =>
    read(await call(path, { type: 'application/x-www-form-urlencoded', text: new URLSearchParams({ id }).toString() }));
  return {
    status: async () => read(await call('/status')),
    schema: async () => {
      const { status, text } = await call('/xsd');
      if (status !== 200) throw new PartnerUnavailable(`cybertip-status-${status}`);
      return text;
    },
    submit: (document) => xml('/submit', document),
    fileInfo: (document) => xml('/fileinfo', document),
    finish: (reportId) => form('/finish', reportId),
    retract: (reportId) => form('/retract', reportId),
    close: () => agent.close(),
  };
}

function read({ status, text }: { readonly status: number; readonly text: string }): TipAnswer {
  // A refused log-in comes without a document (public clients of the API have met it).
  if (status === 401) return { code: 2000, reportId: undefined };
  if (status === 403) return { code: 3000, reportId: undefined };
  if (status !== 200) throw new PartnerUnavailable(`cybertip-status-${status}`);
  const answer = readAnswer(text);
  if (answer === undefined) throw new PartnerUnavailable('cybertip-answer-malformed');
  return answer;
}

/** For an answer that says "not now". */
export const unavailable = (code: number): PartnerUnavailable => new PartnerUnavailable(codeFor(code));

async function readText(body: AsyncIterable<unknown>): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of body) {
    if (!(chunk instanceof Uint8Array)) continue;
    sizeBytes += chunk.byteLength;
    if (sizeBytes > MAX_ANSWER_BYTES) throw new PartnerUnavailable('cybertip-answer-too-large');
    chunks.push(Buffer.from(chunk));
  }
  return Buffer.concat(chunks).toString('utf8');
}
