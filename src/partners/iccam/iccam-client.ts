/**
 * ICCAM v3 over HTTP (DOMAIN.md, "ICCAM v3"): log in, keep the token, post a report. Answers are read strictly.
 *
 * | answer to a report                                   | outcome                                                     |
 * |------------------------------------------------------|-------------------------------------------------------------|
 * | 200 and a bare number                                | `taken`                                                     |
 * | 400 that says the reference is a duplicate           | `landed-before`: an earlier try arrived, its answer did not |
 * | 401                                                  | logs in anew and asks once more; a second one is final      |
 * | 400, 401, 403, 500 with `errors`                     | `refused`, final                                            |
 * | any other status, or a body that is not as above     | throws: try again later                                     |
 */
import { Agent, request } from 'undici';
import { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import { PartnerUnavailable } from '../partner.ts';
import type { IccamReport } from './report.ts';

/**
 * What became of a report, when that is known: by the table above. `landed-before` counts as taken; its id is not
 * known.
 */
export type ReportOutcome =
  | { readonly kind: 'taken'; readonly reportId: string }
  | { readonly kind: 'landed-before' }
  | { readonly kind: 'refused'; readonly code: string };

/** One account's connection. It holds the bearer token between reports, and logs in when there is none. */
export interface IccamClient {
  /** @throws PartnerUnavailable, or the network's error, when nothing is known of what happened to the report */
  postReport(report: IccamReport): Promise<ReportOutcome>;
  /** Gets a token and reports nothing. @throws PartnerUnavailable, or the network's error */
  logIn(): Promise<void>;
  close(): Promise<void>;
}

/** What the client needs of the settings. */
export interface IccamAccess {
  /** The API's address; `Authentication` and `rest/…` are appended. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  /** PEM: the client certificate with its chain and private key; undefined where the other side asks for none. */
  readonly certificate?: string | undefined;
  /** For one request, from connection to last byte; 20 s by default. */
  readonly timeoutMs?: number;
}

const TOKEN_MARGIN_MS = 30_000;
const MAX_ANSWER_BYTES = 256 * 1024;

const tokenSchema = z.object({
  bearerToken: z.string().min(1),
  refreshToken: z.string().min(1),
  /** Seconds. */
  bearerTokenExpiresIn: z.number().nonnegative(),
});
const errorsSchema = z.object({ errors: z.record(z.string(), z.array(z.string())) });
const FINAL_STATUSES: ReadonlySet<number> = new Set([400, 401, 403, 500]);

interface Token {
  readonly bearer: string;
  readonly refresh: string;
  readonly expiresAt: number;
}
interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Opens a client; nothing is sent before the first report. */
export function openIccamClient(access: IccamAccess, clock: Clock): IccamClient {
  const timeoutMs = access.timeoutMs ?? 20_000;
  const { certificate } = access;
  const identity = certificate === undefined ? {} : { cert: certificate, key: certificate };
  const agent = new Agent({
    connect: { timeout: timeoutMs, ...identity },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  });
  const base = access.url.endsWith('/') ? access.url : `${access.url}/`;
  const post = async (path: string, body: unknown, bearer?: string): Promise<Answer> => {
    const response = await request(new URL(path, base), {
      method: 'POST',
      dispatcher: agent,
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
      },
      body: JSON.stringify(body),
    });
    return { status: response.statusCode, text: await readText(response.body) };
  };
  const tokens = openTokens(access, clock, post);
  return {
    postReport: async (report) => {
      const bearer = await tokens.get();
      const first = await post('rest/Reports', report, bearer);
      // A token can end on the other side before its time: 401 is an answer about the report only to a second one.
      const answer = first.status === 401 ? await post('rest/Reports', report, await tokens.get(bearer)) : first;
      return readReportAnswer(answer);
    },
    logIn: async () => {
      await tokens.get();
    },
    close: () => agent.close(),
  };
}

/** One token for all jobs of this process; those that need a new one at the same time wait for the same log-in. */
function openTokens(access: IccamAccess, clock: Clock, post: (path: string, body: unknown) => Promise<Answer>) {
  let token: Token | undefined;
  let renewing: Promise<Token> | undefined;
  const logIn = async (): Promise<Token> => {
    const answer = await post('Authentication', { username: access.user, password: access.password });
    if (answer.status !== 200) throw new PartnerUnavailable(`iccam-login-${answer.status}`);
    return readToken(answer, clock);
  };
  const refresh = async (old: Token): Promise<Token> => {
    const answer = await post('Authentication/refresh', { refreshToken: old.refresh });
    return answer.status === 200 ? readToken(answer, clock) : logIn();
  };
  const isFresh = (one: Token) => one.expiresAt - clock.now().getTime() > TOKEN_MARGIN_MS;
  return {
    /** A bearer token that is not `refused`: one that the other side turned down is neither used again nor refreshed. */
    get: async (refused?: string): Promise<string> => {
      if (token !== undefined && token.bearer !== refused && isFresh(token)) return token.bearer;
      const old = token;
      renewing ??= (old === undefined || old.bearer === refused ? logIn() : refresh(old)).finally(() => {
        renewing = undefined;
      });
      token = await renewing;
      return token.bearer;
    },
  };
}

function readToken(answer: Answer, clock: Clock): Token {
  const parsed = tokenSchema.safeParse(jsonOf(answer.text));
  if (!parsed.success) throw new PartnerUnavailable('iccam-login-malformed');
  const { bearerToken, refreshToken, bearerTokenExpiresIn } = parsed.data;
  return {
    bearer: bearerToken,
    refresh: refreshToken,
    expiresAt: clock.now().getTime() + bearerTokenExpiresIn * 1000,
  };
}

/** Reads the answer to a report by the table at the top of this file. @throws PartnerUnavailable */
export function readReportAnswer({ status, text }: Answer): ReportOutcome {
  if (status === 200) {
    const reportId = /^\s*([1-9]\d{0,17})\s*$/.exec(text)?.[1];
    if (reportId === undefined) throw new PartnerUnavailable('iccam-answer-malformed');
    return { kind: 'taken', reportId };
  }
  const errors = FINAL_STATUSES.has(status) ? errorsSchema.safeParse(jsonOf(text)) : undefined;
  if (errors?.success !== true) throw new PartnerUnavailable(`iccam-status-${status}`);
  const codes = Object.keys(errors.data.errors);
  if (status === 400 && isDuplicate(errors.data.errors)) return { kind: 'landed-before' };
  return { kind: 'refused', code: `iccam-${status}-${safeCode(codes[0])}` };
}

/** ICCAM says it of the field (`hotlineReference: ["… already …"]`) or as a code of its own. */
function isDuplicate(errors: Readonly<Record<string, readonly string[]>>): boolean {
  return Object.entries(errors).some(([code, texts]) => {
    if (!/hotline-?_?reference/i.test(code)) return false;
    return /duplicate|unique|exist/i.test(code) || texts.some((text) => /already|duplicate|unique|exist/i.test(text));
  });
}

/** The other side's texts may quote an address, so that only its code is kept, and only where it looks like one. */
const safeCode = (code: string | undefined): string =>
  code !== undefined && /^[\w.-]{1,60}$/.test(code) ? code : 'unnamed';

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function readText(body: AsyncIterable<unknown>): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of body) {
    if (!(chunk instanceof Uint8Array)) continue;
    sizeBytes += chunk.byteLength;
    if (sizeBytes > MAX_ANSWER_BYTES) throw new PartnerUnavailable('iccam-answer-too-large');
    chunks.push(Buffer.from(chunk));
  }
  return Buffer.concat(chunks).toString('utf8');
}
