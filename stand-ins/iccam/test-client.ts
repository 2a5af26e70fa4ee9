/** What the tests of the ICCAM stand-in share: a plain HTTP client and bodies that are right in every value. */
import assert from 'node:assert/strict';
import { z } from 'zod';
import { startIccam, type Iccam, type IccamOptions } from '../iccam.ts';

/** What `Authentication` answers, and nothing more. */
export const tokensSchema = z.strictObject({
  bearerToken: z.string(),
  refreshToken: z.string(),
  bearerTokenExpiresIn: z.number(),
});
const errorsSchema = z.strictObject({ errors: z.record(z.string(), z.array(z.string()).min(1)) });

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  /** The codes of `errors`; empty for a success. */
  readonly codes: readonly string[];
}

export type Client = Awaited<ReturnType<typeof clientOf>>;

/** A client that signs in and speaks plain HTTP. */
export async function clientOf(iccam: Iccam) {
  const ask = async (method: string, path: string, body?: unknown, token?: string): Promise<Answer> => {
    const response = await fetch(`${iccam.url}${path}`, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    const parsed: unknown = isJson && text !== '' ? JSON.parse(text) : text;
    return {
      status: response.status,
      body: parsed,
      codes: Object.keys(errorsSchema.safeParse(parsed).data?.errors ?? {}),
    };
  };
  const signIn = async () => {
    const { username, password } = iccam;
    return tokensSchema.parse((await ask('POST', 'Authentication', { username, password })).body);
  };
  let tokens = await signIn();
  return {
    ask,
    signIn,
    tokens: () => tokens,
    again: async () => {
      tokens = await signIn();
    },
    rest: (method: string, path: string, body?: unknown) => ask(method, `rest/${path}`, body, tokens.bearerToken),
  };
}

/** Opens ICCAM for the hotline of SE, signs in, and closes it when the body is done. */
export async function withIccam(
  options: Partial<IccamOptions>,
  body: (iccam: Iccam, client: Client) => Promise<void>,
): Promise<void> {
  const iccam = await startIccam({ country: 'SE', ...options });
  try {
    await body(iccam, await clientOf(iccam));
  } finally {
    await iccam.close();
  }
}

/** What clients send, right in every value; a case spoils one. */
export const ASSESSMENT = {
  ...{ assessingAnalystName: 'A. Analyst', classification: 2, ageCategorization: 2, genderCategorization: 2 },
  ...{ virtualContentCategorization: 3, userGeneratedContentCategorization: 1, childModelingCategorization: 1 },
};
export const URL_SENT = {
  ...{ urlString: 'http://pictures.example.org/album/1', hostingCountryCode: 'SE', hostingIpAddress: '85.24.180.40' },
  ...{ isSourceUrl: true, contentType: 2 },
};
export const reportOf = (hotlineReference: string, more: object = {}, url: object = {}) => ({
  ...{ reportingAnalystName: 'A. Analyst', hotlineReceivedDate: '2026-03-01T10:00:00+01:00', hotlineReference },
  ...{ sourceUrlSiteType: 2, sourceUrlCommerciality: 3, sourceUrlPaymentMethods: [1] },
  urls: [{ ...URL_SENT, ...url }],
  ...more,
});
export const actionOf = (actionType: number, more: object = {}) => ({
  ...{ actionType, actioningAnalystName: 'A. Analyst', actionDate: '2026-03-02T08:00:00Z' },
  ...(actionType > 3 ? { reasonId: 1, reasonText: 'Invented' } : {}),
  ...more,
});
/** Files a report with one content that is assigned to SE and takes actions; the content's id. */
export async function fileOwn(iccam: Iccam, client: Client, reference = 'R-1', url: object = {}) {
  const filed = await client.rest('POST', 'Reports', reportOf(reference, {}, url));
  assert.equal(filed.status, 200);
  iccam.advance({ kind: 'settle' });
  return iccam.contents().at(-1)?.contentId ?? 0;
}
