/** The providers that take letters by an API: a file kept by hand (FYR_NOTICE_APIS), and the channel over all its accounts. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { mayReach, type HotlineIdentity } from '../../partners/door.ts';
import type { Mode } from '../../platform/config.ts';
import { codeOf } from '../../platform/log.ts';
import { isLoopbackUrl } from '../../platform/mail.ts';
import type { Channel } from './channel.ts';
import { openExampleApi } from './example-api.ts';
import type { ProviderApi } from './provider-api.ts';

const accountSchema = z.strictObject({
  adapter: z.enum(['example']),
  url: z
    .string()
    .refine(
      (text) =>
        URL.canParse(text) &&
        (new URL(text).protocol === 'https:' || (new URL(text).protocol === 'http:' && isLoopbackUrl(text))),
      'must be an address that begins with https:// (http:// on this machine alone)',
    ),
  /** Holds the token and nothing else. */
  tokenFile: z.string().min(1),
  /** Live only together with FYR_NOTICE_MODE: an account begins in test mode by itself. */
  mode: z.enum(['test', 'live']).default('test'),
  mostItems: z.number().int().min(1).max(1000).default(100),
});
type Account = z.infer<typeof accountSchema>;

const apisSchema = z.strictObject({
  version: z.literal(1),
  accounts: z.record(
    z.string().regex(/^[a-z0-9][a-z0-9-]{0,99}$/, 'must be small letters, digits and hyphens, at most 100'),
    accountSchema,
  ),
});
/** Accounts by the name that a contact of the channel `api` carries. */
export type ProviderApis = z.infer<typeof apisSchema>;

/** Reads the file's text. @throws Error naming every wrong entry */
export function parseProviderApis(json: string): ProviderApis {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new Error('The file of provider APIs (FYR_NOTICE_APIS) is not JSON.');
  }
  const parsed = apisSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => {
    const why = issue.code === 'invalid_key' ? issue.issues.map((inner) => inner.message).join('; ') : issue.message;
    return `  ${issue.path.join(' > ')}: ${why}`;
  });
  throw new Error(`The file of provider APIs (FYR_NOTICE_APIS) is not right:\n${problems.join('\n')}`);
}

/** What each adapter is opened with. */
type Opener = (account: Account, hotline: HotlineIdentity) => ProviderApi;

const ADAPTERS: Readonly<Record<Account['adapter'], Opener>> = {
  example: ({ url, tokenFile, mostItems }, hotline) =>
    openExampleApi({ url, hotline, mostItems, token: () => readToken(tokenFile) }),
};

async function readToken(file: string): Promise<string> {
  const token = (await readFile(file, 'utf8')).trim();
  if (!/^[\x21-\x7e]{8,4096}$/.test(token))
    throw new Error('A token file must hold one token of 8 to 4,096 printable characters and nothing else.');
  return token;
}

export interface ApiChannelDeps {
  /** FYR_NOTICE_MODE. */
  readonly mode: Mode;
  /** FYR_NOTICE_APIS; undefined where no provider is told by an API. */
  readonly apisFile: string | undefined;
  readonly hotline: HotlineIdentity;
}

/** The channel over all accounts. */
export interface ApiChannel extends Channel {
  readonly kind: 'api';
  /** The account of this name; undefined where there is none or test mode keeps it out of reach. */
  reachable(account: string): ProviderApi | undefined;
  close(): Promise<void>;
}

/**
 * Opens the accounts of the file. @throws Error when the file or a token is not right: better no start than letters that stop.
 *
 * | found                                              | outcome                            |
 * |----------------------------------------------------|------------------------------------|
 * | the contact's account is not in the file           | refused `api-not-configured`       |
 * | the adapter cannot take this letter                | refused with the adapter's code    |
 * | test mode, and the API is on another machine       | rehearsed `test-mode`              |
 * | else                                               | what the adapter says              |
 */
export async function openApiChannel(deps: ApiChannelDeps): Promise<ApiChannel> {
  const apis = deps.apisFile === undefined ? undefined : parseProviderApis(await readFile(deps.apisFile, 'utf8'));
  const accounts = new Map<string, { readonly api: ProviderApi; readonly mayReach: boolean }>();
  for (const [name, account] of Object.entries(apis?.accounts ?? {})) {
    await readToken(account.tokenFile).catch((error: unknown) => {
      throw new Error(`FYR_NOTICE_APIS, ${name} > tokenFile is not right (${codeOf(error)}): ${account.tokenFile}`);
    });
    const mode = deps.mode === 'live' && account.mode === 'live' ? 'live' : 'test';
    accounts.set(name, {
      api: ADAPTERS[account.adapter](account, deps.hotline),
      mayReach: mayReach(mode, account.url),
    });
  }
  return {
    kind: 'api',
    send: async (letter) => {
      const { contact } = letter;
      const found = contact.channel === 'api' ? accounts.get(contact.account) : undefined;
      if (found === undefined) return { kind: 'refused', code: 'api-not-configured' };
      const code = found.api.whyNot(letter);
      if (code !== undefined) return { kind: 'refused', code };
      return found.mayReach ? found.api.send(letter) : { kind: 'rehearsed', because: 'test-mode' };
    },
    reachable: (name) => {
      const found = accounts.get(name);
      return found?.mayReach === true ? found.api : undefined;
    },
    close: async () => {
      for (const { api } of accounts.values()) await api.close();
    },
  };
}
