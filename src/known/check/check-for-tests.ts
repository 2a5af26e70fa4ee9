/** The check API on loopback for this room's tests: a real database, real workers, lists given by the test. */
import type { TestContext } from 'node:test';
import { quietLog } from '../../../test/fresh-database.ts';
import { hammingDistance } from '../../../lib/pdq/door.ts';
import { openNetwork, testNetworkSchema, type Network } from '../../crawl/door.ts';
import type { Clock } from '../../platform/clock.ts';
import { transact, type Db } from '../../platform/db.ts';
import { serviceKeyFrom } from '../../platform/service-key.ts';
import type { KnownHit, Matcher } from '../known-hit.ts';
import type { NewKey } from './api-key.ts';
import { openCheckHttp, registerCheckApi, type CheckApiDeps, type CheckHttpOptions } from './http.ts';
import { createApiKey } from './manage-api-keys.ts';
import { openCheckService, type CheckServiceOptions } from './open-check-service.ts';

export const START = new Date('2026-03-02T08:00:05Z');

/** An entry of a test's list: its hashes as bytes, and what may differ from an ordinary one. */
export type TestEntry = Partial<Omit<KnownHit, 'kind' | 'by' | 'distance'>> & {
  readonly hashes: Readonly<Partial<Record<'md5' | 'sha1' | 'sha256' | 'pdq', Uint8Array>>>;
};

/** A matcher that counts what it is asked. */
export type CountingMatcher = Matcher & { readonly asked: { exact: number; near: number } };

/** Lists by linear scan: nothing to trust but the definition. Counts what it is asked. */
export function matcherOf(
  entries: readonly TestEntry[],
): Matcher & { readonly asked: { exact: number; near: number } } {
  const asked = { exact: 0, near: 0 };
  const hitOf = (entry: TestEntry, at: number): Omit<KnownHit, 'kind' | 'by' | 'distance'> => {
    const { listId = 1, entryId = at + 1, source = 'Example body', category = 'illegal-baseline' } = entry;
    const { isTrusted = true, sha1, sha256, listedAt } = entry;
    return {
      ...{ listId, entryId, source, category, isTrusted },
      ...(sha1 === undefined ? {} : { sha1 }),
      ...(sha256 === undefined ? {} : { sha256 }),
      ...(listedAt === undefined ? {} : { listedAt }),
    };
  };
  const matchNear = (pdq: Uint8Array): readonly KnownHit[] => {
    asked.near += 1;
    return entries
      .flatMap((entry, at): KnownHit[] => {
        const distance = entry.hashes.pdq === undefined ? 256 : hammingDistance(pdq, entry.hashes.pdq);
        return distance > 31 ? [] : [{ ...hitOf(entry, at), kind: 'near', by: 'pdq', distance }];
      })
      .sort((a, b) => a.distance - b.distance);
  };
  return {
    asked,
    matchExact: (hashes) => {
      asked.exact += 1;
      return entries.flatMap((entry, at): KnownHit[] => {
        const by = (['sha256', 'sha1', 'md5'] as const).find((kind) => {
          const [mine, theirs] = [entry.hashes[kind], hashes[kind]];
          return mine !== undefined && theirs !== undefined && Buffer.compare(mine, theirs) === 0;
        });
        return by === undefined ? [] : [{ ...hitOf(entry, at), kind: 'exact', by, distance: 0 }];
      });
    },
    matchNear,
    matchNearBatch: (pdqs) => pdqs.map(matchNear),
    size: () => ({ entries: entries.length, lists: 1 }),
    refresh: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

/** A clock that stands until it is moved. */
export function standingClock(from: Date = START): Clock & { advance(ms: number): void } {
  let nowMs = from.getTime();
  return { now: () => new Date(nowMs), advance: (ms) => void (nowMs += ms) };
}

/** A network with these hosts and nothing else. */
export const networkOf = (hosts: object = {}): Network =>
  openNetwork({ kind: 'test', network: testNetworkSchema.parse({ hosts }) });

/** An API that listens, and a key for it. */
export interface TestApi {
  readonly base: string;
  readonly port: number;
  readonly authorization: string;
  readonly db: Db;
  readonly clock: Clock & { advance(ms: number): void };
  readonly tools: CheckApiDeps;
  post(path: string, body: string | Uint8Array, headers?: Record<string, string>): Promise<TestAnswer>;
  postJson(path: string, value: unknown): Promise<TestAnswer>;
}

export interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: unknown;
}

export const basic = (id: string, secret: string): string =>
  `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;

/** Opens an API; it closes with the test. */
export async function openTestApi(
  t: TestContext,
  db: Db,
  entries: readonly TestEntry[],
  options: CheckServiceOptions & { network?: Network; key?: Partial<NewKey>; http?: CheckHttpOptions } = {},
): Promise<TestApi> {
  const clock = standingClock();
  const service = await openCheckService(
    {
      ...{ db, clock, log: quietLog, serviceKey: serviceKeyFrom(Buffer.alloc(32, 7)) },
      network: options.network ?? networkOf(),
      userAgent: 'FyrTest/1.0 (+https://hotline.example.org/crawler)',
    },
    { workers: 1, matcher: matcherOf(entries), video: { sandbox: { off: 'off in this test' } }, ...options },
  );
  const http = openCheckHttp(options.http);
  registerCheckApi(http, service.tools);
  const base = await http.listen({ host: '127.0.0.1', port: 0 });
  t.after(async () => {
    http.server.closeAllConnections();
    await http.close();
    await service.close();
  });
  const credentials = await transact(db, (tx) =>
    createApiKey(tx, { name: 'Example platform', ...options.key, now: START }),
  );
  const authorization = basic(credentials.id, credentials.secret);
  const post: TestApi['post'] = async (path, body, headers = {}) => {
    const response = await fetch(base + path, {
      method: 'POST',
      body: typeof body === 'string' ? body : new Uint8Array(body),
      headers: { authorization, 'content-type': 'application/octet-stream', ...headers },
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: text === '' ? undefined : JSON.parse(text),
    };
  };
  return {
    ...{ base, authorization, db, clock, post, port: Number(new URL(base).port), tools: service.tools },
    postJson: (path, value) => post(path, JSON.stringify(value), { 'content-type': 'application/json' }),
  };
}
