/**
 * The one place where settings come in. Every setting is an environment variable, typed and checked here; a wrong value
 * stops the start with a message that names it. `fyr.example.env` documents each (a test holds the two against each other).
 */
import { isIP } from 'node:net';
import path from 'node:path';
import * as z from 'zod';
import type { KeySource } from './key-source.ts';
import { METRICS_TLS_SETTINGS, metricsOf, type MetricsAt } from './metrics-config.ts';
import { OIDC_SETTINGS, oidcOf, type OidcConfig } from './oidc-config.ts';
import { ROLE_SETTINGS, roleUrlsOf, type RoleUrls } from './role-config.ts';
import { countryCodeSchema, INHOPE_COUNTRIES } from '../terms/countries.ts';

/** Thrown by `readConfig`; the message lists every wrong setting by name. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** What `--services=` can start. A small hotline runs all in one process; a larger one splits them over several. */
export const SERVICES = ['web', 'jobs', 'recheck', 'crawl', 'check', 'exchange'] as const;
export type Service = (typeof SERVICES)[number];

const listenSchema = z
  .string()
  .regex(/^(\[[0-9a-fA-F:]+\]|[^:\s]+):\d{1,5}$/, 'must be ADDRESS:PORT, for example 127.0.0.1:8080')
  .transform((text) => {
    const at = text.lastIndexOf(':');
    return { host: text.slice(0, at).replace(/^\[|\]$/g, ''), port: Number(text.slice(at + 1)) };
  });

const urlOf = (...protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    error: `must be an address that begins with ${protocols.map((p) => `${p}//`).join(' or ')}`,
  });

const modeSchema = z.enum(['test', 'live'], { error: 'must be test or live' });
const positiveSchema = z.coerce.number({ error: 'must be a number' }).positive('must be more than 0');

const envSchema = z.object({
  FYR_DATA_DIR: z.string().min(1).default('data'),
  DATABASE_URL: urlOf('postgres:', 'postgresql:').optional(),
  FYR_POSTGRES_BIN: z.string().optional(),
  FYR_SERVICE_KEY_FILE: z.string().optional(),
  FYR_SERVICE_KEY: z.string().optional(),
  FYR_SERVICE_KEY_COMMAND: z.string().optional(),
  FYR_RECOVERY_KEYS: z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter((part) => part !== ''))
    .refine(
      (keys) => keys.every((key) => /^age1[02-9ac-hj-np-z]{58}$/.test(key)),
      'must be public keys that begin with age1',
    )
    .default([]),
  FYR_SITE_LISTEN: listenSchema.default({ host: '127.0.0.1', port: 8080 }),
  FYR_CONSOLE_LISTEN: listenSchema.default({ host: '127.0.0.1', port: 8081 }),
  FYR_CHECK_LISTEN: listenSchema.default({ host: '127.0.0.1', port: 8082 }),
  FYR_EXCHANGE_LISTEN: listenSchema.default({ host: '127.0.0.1', port: 8083 }),
  FYR_METRICS_LISTEN: listenSchema.optional(),
  ...METRICS_TLS_SETTINGS,
  FYR_TIP_EFFORT: z.enum(['ask', 'none'], { error: 'must be ask or none' }).default('ask'),
  FYR_SHARE_PORTS: z.enum(['yes', 'no'], { error: 'must be yes or no' }).default('no'),
  FYR_SITE_URL: urlOf('http:', 'https:').optional(),
  FYR_CONSOLE_URL: urlOf('http:', 'https:').optional(),
  ...OIDC_SETTINGS,
  FYR_LOCK_MINUTES: z.coerce.number().int('must be a whole number').min(1).max(30).default(15),
  FYR_HOTLINE_NAME: z.string().min(1).max(80).default('Fyr'),
  FYR_HOTLINE_EMAIL: z.email('must be an e-mail address').default('hotline@example.org'),
  FYR_HOME_COUNTRY: countryCodeSchema.default(countryCodeSchema.parse('SE')),
  FYR_INHOPE_COUNTRIES: z
    .string()
    .transform((text) => new Set(text.split(/[\s,]+/).filter((part) => part !== '')))
    .refine(
      (set) => [...set].every((code) => countryCodeSchema.safeParse(code).success),
      'must be country codes separated by commas',
    )
    .default(new Set(INHOPE_COUNTRIES)),
  FYR_TIME_ZONE: z
    .string()
    .refine(isTimeZone, 'must be a time zone of the IANA database, for example Europe/Stockholm')
    .default('Europe/Stockholm'),
  FYR_QUESTION_SET: z.string().min(1).optional(),
  FYR_SMTP_URL: urlOf('smtp:', 'smtps:').optional(),
  FYR_MAIL_FROM: z.email('must be an e-mail address').default('hotline@example.org'),
  FYR_TIPSTER_MAIL_MODE: modeSchema.default('test'),
  FYR_POLICE_MODE: modeSchema.default('test'),
  FYR_POLICE_EMAIL: z.email('must be an e-mail address').optional(),
  FYR_POLICE_KEY_FILE: z.string().optional(),
  FYR_ICCAM_MODE: modeSchema.default('test'),
  FYR_ICCAM_URL: urlOf('http:', 'https:').optional(),
  FYR_ICCAM_USER: z.string().optional(),
  FYR_ICCAM_PASSWORD_FILE: z.string().optional(),
  FYR_NOTICE_MODE: modeSchema.default('test'),
  FYR_AS_DATABASE: z.string().optional(),
  FYR_NOTICE_CONTACTS: z.string().optional(),
  FYR_NOTICE_NEW_CONTACTS: z.enum(['use', 'ask'], { error: 'must be use or ask' }).default('use'),
  FYR_NOTICE_TIMETABLE: z.string().min(1).optional(),
  FYR_NOTICE_GROUP_MINUTES: z.coerce.number({ error: 'must be a number' }).min(0).max(60).default(3),
  FYR_NOTICE_PAGE_DAYS: z.coerce.number().int('must be a whole number').min(1).max(366).default(90),
  FYR_NOTICE_ASIDE_DAYS: z.coerce.number().int('must be a whole number').min(1).max(366).default(90),
  FYR_NOTICE_APIS: z.string().min(1).optional(),
  FYR_NOTICE_RDAP: z.enum(['ask', 'off'], { error: 'must be ask or off' }).default('ask'),
  FYR_NOTICE_RDAP_FILES: z.string().min(1).optional(),
  FYR_DKIM_DOMAIN: z.string().min(1).optional(),
  FYR_DKIM_SELECTOR: z.string().min(1).optional(),
  FYR_DKIM_KEY_FILE: z.string().min(1).optional(),
  FYR_IMAP_URL: urlOf('imap:', 'imaps:').optional(),
  FYR_LEDGER_MODE: modeSchema.default('test'),
  FYR_LEDGER_MAIL: z.email('must be an e-mail address').optional(),
  FYR_LEDGER_TSA_URL: urlOf('http:', 'https:').optional(),
  FYR_LEDGER_TSA_CERT_FILE: z.string().min(1).optional(),
  FYR_RECHECK_FIRST_MINUTES: positiveSchema.default(15),
  FYR_RECHECK_MOST_MINUTES: positiveSchema.default(240),
  FYR_RECHECK_MISSES: z.coerce.number().int('must be a whole number').min(1).max(20).default(3),
  FYR_RECHECK_AFTER_DAYS: z.coerce.number().int('must be a whole number').min(0).max(3650).default(90),
  FYR_RECHECK_EGRESS: z.string().min(1).optional(),
  FYR_CRAWL_DELAY_SECONDS: z.coerce.number({ error: 'must be a number' }).min(0).max(3600).default(1),
  ...ROLE_SETTINGS,
  FYR_CRAWL_METRICS_LISTEN: listenSchema.optional(),
  FYR_CRAWL_SOCKS: listenSchema
    .refine(({ host }) => isIP(host) !== 0, 'must be an IP address with a port, as 127.0.0.1:9050')
    .optional(),
  FYR_CHROMIUM: z.string().min(1).optional(),
  FYR_TEST_NETWORK: z.string().optional(),
  FYR_USER_AGENT_URL: urlOf('http:', 'https:').default('https://hotline.example.org/crawler'),
  FYR_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

/** Every setting's name, for the test that holds `fyr.example.env` against it. */
export const SETTING_NAMES: readonly string[] = Object.keys(envSchema.shape);

/**
 * All settings after checking, defaults filled in. Keys lie in files that it names, but `databaseUrl` and `smtpUrl`
 * may hold a password.
 */
export interface Config {
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
  readonly roleUrls: RoleUrls;
  readonly postgresBinFolder: string | undefined;
  readonly serviceKey: KeySource;
  /** Public age keys that backups are sealed to; none: no backup can be made. */
  readonly recoveryKeys: readonly string[];
  readonly site: { readonly host: string; readonly port: number; readonly url: string | undefined };
  readonly console: {
    readonly host: string;
    readonly port: number;
    readonly url: string | undefined;
    /** A session that nobody has used for so long is locked. */
    readonly lockAfterMs: number;
    /** Undefined: nobody logs in by an identity provider. */
    readonly oidc: OidcConfig | undefined;
  };
  readonly check: { readonly host: string; readonly port: number; readonly url: undefined };
  readonly exchange: { readonly host: string; readonly port: number; readonly url: undefined };
  /** Undefined: no metrics are served. */
  readonly metrics: MetricsAt | undefined;
  /** Somebody who sends a tip while many do is asked for a moment's wait or work. */
  readonly asksEffort: boolean;
  /** Several processes of this machine may listen on the same ports; the kernel spreads connections over them. */
  readonly sharesPorts: boolean;
  readonly timeZone: string;
  readonly hotline: {
    readonly name: string;
    readonly email: string;
    readonly homeCountry: z.infer<typeof countryCodeSchema>;
  };
  readonly inhopeCountries: ReadonlySet<string>;
  readonly questionSetFile: string | undefined;
  readonly smtpUrl: string | undefined;
  readonly mailFrom: string;
  /** Mails to the public that say that there is something new in a mailbox. */
  readonly tipsterMail: Mode;
  readonly police: { readonly mode: Mode; readonly email: string | undefined; readonly keyFile: string | undefined };
  readonly iccam: {
    readonly mode: Mode;
    readonly url: string | undefined;
    readonly user: string | undefined;
    readonly passwordFile: string | undefined;
  };
  readonly notices: {
    readonly mode: Mode;
    readonly contactsFile: string | undefined;
    /** `ask`: a contact that the hotline does not know yet is told only after a person has approved it. */
    readonly newContacts: 'use' | 'ask';
    readonly timetableFile: string | undefined;
    readonly groupMs: number;
    /** How long the provider's page of a letter can be opened. */
    readonly pageMs: number;
    /** The words of mails that fit no letter are kept so long. */
    readonly asideMs: number;
    readonly apisFile: string | undefined;
    readonly rdap: 'ask' | 'off';
    /** Where refreshed bootstrap files of RDAP lie. */
    readonly rdapFolder: string;
  };
  readonly dkim: { readonly domain: string; readonly selector: string; readonly keyFile: string } | undefined;
  readonly imapUrl: string | undefined;
  /** Where the ledger's checkpoints go outside the house, once a day. */
  readonly ledger: {
    readonly mode: Mode;
    readonly mail: string | undefined;
    readonly authority: { readonly url: string; readonly certificateFile: string } | undefined;
  };
  readonly recheck: {
    readonly firstMs: number;
    readonly mostMs: number;
    readonly misses: number;
    /** How long an item that has gone is still looked for. */
    readonly afterMs: number;
    readonly egressFile: string | undefined;
  };
  readonly crawl: {
    /** Between two requests of the crawler to one host, where nobody asks for more. */
    readonly delayMs: number;
    /** Undefined: the crawler's process serves no metrics of its own. */
    readonly metrics: MetricsAt | undefined;
    /** SOCKS5 proxy for onion addresses; undefined: they are not visited. */
    readonly onionProxy: { readonly ip: string; readonly port: number } | undefined;
    /** Path of a Chromium for pages that need script; undefined: none is rendered. */
    readonly chromiumPath: string | undefined;
  };
  /** What the crawler's process is given of the settings: no password of the house's database or mail is among them. */
  readonly crawlerEnv: Readonly<Record<string, string>>;
  /** A table of AS numbers (mmdb) for the console; undefined: the registries' answers alone. */
  readonly asDatabaseFile: string | undefined;
  readonly testNetworkFile: string | undefined;
  readonly userAgentUrl: string;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

/** `test`: only a stand-in on loopback is ever reached. `live`: the real system. Every outside system begins in `test`. */
export type Mode = z.infer<typeof modeSchema>;

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Reads and checks the settings. An unknown name that begins with FYR_ is an error too: it is a misspelling. @throws ConfigError */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const unknown = Object.keys(given).filter((name) => name.startsWith('FYR_') && !SETTING_NAMES.includes(name));
  const parsed = envSchema.safeParse(given);
  const wrong = parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  const problems = [...unknown.map((name) => `${name}: no such setting`), ...wrong];
  if (!parsed.success || problems.length > 0) {
    throw new ConfigError(
      `These settings are not right:\n${problems.map((line) => `  ${line}`).join('\n')}\nSee fyr.example.env for what each allows.`,
    );
  }
  return { ...toConfig(parsed.data), crawlerEnv: crawlerEnvOf(given) };
}

/** All that the crawler needs to know. */
const CRAWLER_SETTINGS =
  /^FYR_(?:DATA_DIR|SERVICE_KEY.*|CRAWL_.*|METRICS_TLS_.*|CHROMIUM|TEST_NETWORK|USER_AGENT_URL|LOG_LEVEL)$/;

function crawlerEnvOf(given: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) =>
      value !== undefined && CRAWLER_SETTINGS.test(name) ? [[name, value] as const] : [],
    ),
  );
}

function toConfig(env: z.infer<typeof envSchema>): Omit<Config, 'crawlerEnv'> {
  const dataDir = path.resolve(env.FYR_DATA_DIR);
  requireForLive(env);
  return {
    dataDir,
    databaseUrl: env.DATABASE_URL,
    roleUrls: roleUrlsOf(env),
    postgresBinFolder: env.FYR_POSTGRES_BIN,
    serviceKey: toKeySource(env, dataDir),
    recoveryKeys: env.FYR_RECOVERY_KEYS,
    site: { ...env.FYR_SITE_LISTEN, url: env.FYR_SITE_URL },
    console: toConsole(env),
    check: { ...env.FYR_CHECK_LISTEN, url: undefined },
    exchange: { ...env.FYR_EXCHANGE_LISTEN, url: undefined },
    metrics: metricsOf('FYR_METRICS_LISTEN', env.FYR_METRICS_LISTEN, env, refuse),
    ...{ asksEffort: env.FYR_TIP_EFFORT === 'ask', sharesPorts: env.FYR_SHARE_PORTS === 'yes' },
    timeZone: env.FYR_TIME_ZONE,
    hotline: { name: env.FYR_HOTLINE_NAME, email: env.FYR_HOTLINE_EMAIL, homeCountry: env.FYR_HOME_COUNTRY },
    inhopeCountries: env.FYR_INHOPE_COUNTRIES,
    ...{ questionSetFile: env.FYR_QUESTION_SET, asDatabaseFile: env.FYR_AS_DATABASE },
    ...{ smtpUrl: env.FYR_SMTP_URL, mailFrom: env.FYR_MAIL_FROM },
    tipsterMail: env.FYR_TIPSTER_MAIL_MODE,
    police: { mode: env.FYR_POLICE_MODE, email: env.FYR_POLICE_EMAIL, keyFile: env.FYR_POLICE_KEY_FILE },
    iccam: toIccam(env),
    notices: {
      mode: env.FYR_NOTICE_MODE,
      contactsFile: env.FYR_NOTICE_CONTACTS,
      newContacts: env.FYR_NOTICE_NEW_CONTACTS,
      timetableFile: env.FYR_NOTICE_TIMETABLE,
      groupMs: env.FYR_NOTICE_GROUP_MINUTES * MINUTE_MS,
      pageMs: env.FYR_NOTICE_PAGE_DAYS * DAY_MS,
      asideMs: env.FYR_NOTICE_ASIDE_DAYS * DAY_MS,
      apisFile: env.FYR_NOTICE_APIS,
      rdap: env.FYR_NOTICE_RDAP,
      rdapFolder: env.FYR_NOTICE_RDAP_FILES ?? path.join(dataDir, 'rdap'),
    },
    dkim: toDkim(env),
    imapUrl: env.FYR_IMAP_URL,
    ledger: { mode: env.FYR_LEDGER_MODE, mail: env.FYR_LEDGER_MAIL, authority: toAuthority(env) },
    recheck: {
      firstMs: env.FYR_RECHECK_FIRST_MINUTES * MINUTE_MS,
      mostMs: env.FYR_RECHECK_MOST_MINUTES * MINUTE_MS,
      misses: env.FYR_RECHECK_MISSES,
      afterMs: env.FYR_RECHECK_AFTER_DAYS * DAY_MS,
      egressFile: env.FYR_RECHECK_EGRESS,
    },
    crawl: {
      delayMs: env.FYR_CRAWL_DELAY_SECONDS * 1000,
      metrics: metricsOf('FYR_CRAWL_METRICS_LISTEN', env.FYR_CRAWL_METRICS_LISTEN, env, refuse),
      onionProxy: env.FYR_CRAWL_SOCKS && { ip: env.FYR_CRAWL_SOCKS.host, port: env.FYR_CRAWL_SOCKS.port },
      chromiumPath: env.FYR_CHROMIUM,
    },
    testNetworkFile: env.FYR_TEST_NETWORK,
    userAgentUrl: env.FYR_USER_AGENT_URL,
    logLevel: env.FYR_LOG_LEVEL,
  };
}

const refuse = (message: string): never => {
  throw new ConfigError(message);
};
const notTogether = (names: string): never => refuse(`${names} belong together: set both, or none.`);

function toConsole(env: z.infer<typeof envSchema>): Config['console'] {
  return {
    ...env.FYR_CONSOLE_LISTEN,
    url: env.FYR_CONSOLE_URL,
    lockAfterMs: env.FYR_LOCK_MINUTES * MINUTE_MS,
    oidc: oidcOf(env, notTogether),
  };
}

function toIccam(env: z.infer<typeof envSchema>): Config['iccam'] {
  return {
    mode: env.FYR_ICCAM_MODE,
    url: env.FYR_ICCAM_URL,
    user: env.FYR_ICCAM_USER,
    passwordFile: env.FYR_ICCAM_PASSWORD_FILE,
  };
}

/** An authority whose stamps nobody could check is none. */
function toAuthority(env: z.infer<typeof envSchema>): Config['ledger']['authority'] {
  const { FYR_LEDGER_TSA_URL: url, FYR_LEDGER_TSA_CERT_FILE: certificateFile } = env;
  if (url === undefined && certificateFile === undefined) return undefined;
  if (url === undefined || certificateFile === undefined)
    return notTogether('FYR_LEDGER_TSA_URL and FYR_LEDGER_TSA_CERT_FILE');
  return { url, certificateFile };
}

/** One of the three ways, the file where none is named. */
function toKeySource(env: z.infer<typeof envSchema>, dataDir: string): KeySource {
  const { FYR_SERVICE_KEY: text, FYR_SERVICE_KEY_COMMAND: command, FYR_SERVICE_KEY_FILE: file } = env;
  if ([text, command, file].filter((way) => way !== undefined).length > 1)
    throw new ConfigError('Of FYR_SERVICE_KEY_FILE, FYR_SERVICE_KEY and FYR_SERVICE_KEY_COMMAND set one only.');
  if (text !== undefined) return { kind: 'text', text };
  if (command !== undefined) return { kind: 'command', command: command.split(/\s+/).filter((part) => part !== '') };
  return { kind: 'file', file: file ?? path.join(dataDir, 'keys', 'service.key') };
}

/** All three settings, or none: a key without its selector signs nothing that anybody could check. */
function toDkim(env: z.infer<typeof envSchema>): Config['dkim'] {
  const { FYR_DKIM_DOMAIN: domain, FYR_DKIM_SELECTOR: selector, FYR_DKIM_KEY_FILE: keyFile } = env;
  if (domain === undefined && selector === undefined && keyFile === undefined) return undefined;
  if (domain === undefined || selector === undefined || keyFile === undefined)
    throw new ConfigError(
      'FYR_DKIM_DOMAIN, FYR_DKIM_SELECTOR and FYR_DKIM_KEY_FILE belong together: set all, or none.',
    );
  return { domain, selector, keyFile };
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** A live partner needs all of its settings: better no start than a dispatch that can never leave. */
function requireForLive(env: z.infer<typeof envSchema>): void {
  const needs: readonly [Mode, string, readonly (keyof typeof env)[]][] = [
    [env.FYR_POLICE_MODE, 'FYR_POLICE_MODE', ['FYR_SMTP_URL', 'FYR_POLICE_EMAIL', 'FYR_POLICE_KEY_FILE']],
    [env.FYR_ICCAM_MODE, 'FYR_ICCAM_MODE', ['FYR_ICCAM_URL', 'FYR_ICCAM_USER', 'FYR_ICCAM_PASSWORD_FILE']],
    [env.FYR_NOTICE_MODE, 'FYR_NOTICE_MODE', ['FYR_SMTP_URL']],
  ];
  for (const [mode, modeName, names] of needs) {
    const missing = names.filter((name) => env[name] === undefined);
    if (mode === 'live' && missing.length > 0)
      throw new ConfigError(`${modeName}=live also needs ${missing.join(', ')}.`);
  }
}
