/** The public site on a fresh database, for tests that speak to it as a browser would. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import type pg from 'pg';
import { freshDatabase, openAs, quietLog } from '../../test/fresh-database.ts';
import { generateIdentity, type Identity } from '../../lib/seal/door.ts';
import type { Db } from '../platform/db.ts';
import { openHttp } from '../platform/http.ts';
import { serviceKeyFrom, type ServiceKey } from '../platform/service-key.ts';
import { isDeskKey } from '../staff/door.ts';
import { SITE_FILES } from '../site/site-files.ts';
import { deskKeyIdSchema, type DeskKeyId } from '../terms/ids.ts';
import {
  errorPageOf,
  findSitePartner,
  registerIntake,
  SHIPPED_SOURCE,
  SITE_BODY_LIMIT_BYTES,
  type DeskRecipient,
  type FormSource,
} from './door.ts';

export interface TestSite {
  readonly http: FastifyInstance;
  readonly db: Db;
  readonly pool: pg.Pool;
  readonly serviceKey: ServiceKey;
  readonly deskIdentities: ReadonlyMap<DeskKeyId, Identity>;
  /** Moves the site's clock. */
  readonly pass: (ms: number) => void;
  /** What the next questions for the desk key are answered with. */
  readonly answerDeskKey: (answer: () => Promise<DeskRecipient | undefined>) => void;
  readonly deskRecipient: DeskRecipient;
  get(path: string, headers?: Record<string, string>): Promise<LightMyRequestResponse>;
  post(path: string, fields: Readonly<Record<string, string>>): Promise<LightMyRequestResponse>;
  /** A whole form at `path`, fresh, with these answers, sent from its review. */
  sendTip(path: string, fields: Readonly<Record<string, string>>): Promise<LightMyRequestResponse>;
}

/** Opens it. `db` can be replaced by one that is away. */
export async function openTestSite(
  options: {
    readonly db?: Db;
    readonly forms?: (db: Db) => FormSource;
    readonly serviceKey?: (pool: pg.Pool) => Promise<ServiceKey>;
  } = {},
): Promise<TestSite> {
  const { db, pool } = await freshDatabase();
  const desk = generateIdentity();
  const id = deskKeyIdSchema.parse(randomUUID());
  await pool.query('insert into desk_key (id, recipient, created_at) values ($1, $2, now())', [
    id,
    desk.recipient.bytes,
  ]);
  const deskRecipient = { id, recipient: desk.recipient };
  let nowMs = Date.parse('2026-03-04T15:42:10Z');
  let deskKey: () => Promise<DeskRecipient | undefined> = () => Promise.resolve(deskRecipient);
  const serviceKey = (await options.serviceKey?.(pool)) ?? serviceKeyFrom(randomBytes(32));
  const hotline = { name: 'Fyr <prov>', email: 'hotline@example.org', homeCountry: 'SE' };
  const http = await openHttp({
    log: quietLog,
    bodyLimitBytes: SITE_BODY_LIMIT_BYTES,
    errorPage: errorPageOf(hotline),
    scriptHash: SITE_FILES.script.integrity,
  });
  // Tests look into the database as the owner; what the site does it does with its own role.
  const own = (await openAs(db, 'fyr_site')).db;
  registerIntake(http, {
    db: options.db ?? own,
    serviceKey,
    clock: { now: () => new Date(nowMs) },
    log: quietLog,
    hotline,
    forms: options.forms?.(own) ?? SHIPPED_SOURCE,
    sendsNotices: true,
    deskKey: () => deskKey(),
    handover: { findPartner: (keyId) => findSitePartner(own, keyId), isDeskKey: (each) => isDeskKey(own, each) },
  });
  const get = (url: string, headers: Readonly<Record<string, string>> = {}) =>
    http.inject({ url, headers: { ...headers } });
  const post = (url: string, fields: Readonly<Record<string, string>>) =>
    http.inject({
      url,
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams(fields).toString(),
    });
  return {
    http,
    db,
    pool,
    serviceKey,
    deskIdentities: new Map([[id, desk]]),
    deskRecipient,
    pass: (ms) => {
      nowMs += ms;
    },
    answerDeskKey: (answer) => {
      deskKey = answer;
    },
    get,
    post,
    sendTip: async (path, fields) =>
      post(path, { state: stateOf((await get(path)).body), step: 'review', go: 'send', ...fields }),
  };
}

/** The sealed answers that a page of the form carries. @throws Error when it has none. */
export function stateOf(html: string): string {
  const state = /name="state" value="([^"]+)"/.exec(html)?.[1];
  if (state === undefined) throw new Error('The page has no state.');
  return state;
}

/** The hidden token of a mailbox's page. @throws Error when it has none. */
export function tokenOf(html: string): string {
  const token = /name="token" value="([^"]+)"/.exec(html)?.[1];
  if (token === undefined) throw new Error('The page has no token.');
  return token;
}

/** The receipt that a page shows. @throws Error when it shows none. */
export function receiptOf(html: string): string {
  const code = /<p class="code"[^>]*>(.*?)<\/p>/s.exec(html)?.[1]?.replace(/<[^>]+>/g, '');
  if (code === undefined) throw new Error('The page shows no receipt.');
  return code;
}
