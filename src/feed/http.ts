/** The feed's two questions, each for a provider with a key (docs/partners/feed.md). What was asked is neither kept nor logged. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { KeyRing, QuotaKeeper } from '../known/door.ts';
import { prefixOf, type FullHashAnswer } from '../../lib/feed-client/door.ts';
import type { FeedDeps, FeedKeeper } from './keep-feed.ts';

/** Prefixes in one question: an address has at most 30 expressions. */
const MOST_PREFIXES = 32;
const CACHE_SECONDS = 300;

/** What `POST /feed/v1/update` takes. */
export const updateRequestSchema = z.object({ state: z.string().max(100) });
/** What `POST /feed/v1/full-hashes` takes: four bytes each, in base64. */
export const fullHashRequestSchema = z.object({
  prefixes: z
    .array(z.string().regex(/^[A-Za-z0-9+/]{6}==$/))
    .min(1)
    .max(MOST_PREFIXES),
});

/** Adds the routes to a server that answers errors as `{detail}`. */
export function registerFeedApi(http: FastifyInstance, deps: FeedDeps & { readonly keeper: FeedKeeper }): void {
  const ring = new KeyRing(deps.db, 'feed');
  const quota = new QuotaKeeper(deps.db);
  http.addHook('onClose', () => quota.close());
  void http.register((scope, _options, done) => {
    scope.addHook('onRequest', async (request, reply) => guard(deps, ring, quota, request, reply));
    scope.post('/feed/v1/update', (request, reply) => {
      const asked = updateRequestSchema.safeParse(request.body);
      if (!asked.success) return refuse(reply, 400, 'state: must be the text of the last answer, or empty.');
      return reply.type('application/json; charset=utf-8').send(toText(deps.keeper.answer(asked.data.state)));
    });
    scope.post('/feed/v1/full-hashes', (request, reply) => {
      const asked = fullHashRequestSchema.safeParse(request.body);
      if (!asked.success)
        return refuse(reply, 400, `prefixes: must be 1 to ${MOST_PREFIXES} texts of four bytes each in base64.`);
      return reply.send(answerOf(deps.keeper, asked.data.prefixes));
    });
    done();
  });
}

const toText = (answer: unknown): string => (typeof answer === 'string' ? answer : JSON.stringify(answer));

function answerOf({ shelf }: FeedKeeper, prefixes: readonly string[]): FullHashAnswer {
  const wanted = new Set(prefixes.map((text) => prefixOf(Buffer.from(text, 'base64'))));
  const hashes = [...wanted].flatMap((prefix) =>
    shelf.find(prefix).map(({ hash, category }) => ({
      ...{ hash: hash.toString('base64'), category },
      scope: 'address' as const,
    })),
  );
  return { hashes, cacheSeconds: CACHE_SECONDS };
}

async function guard(
  deps: FeedDeps,
  ring: KeyRing,
  quota: QuotaKeeper,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const now = deps.clock.now();
  const key = await ring.find(request.headers.authorization, now);
  if (key === undefined) {
    reply.header('www-authenticate', 'Basic realm="feed", charset="UTF-8"');
    return refuse(reply, 401, 'Not authorised.');
  }
  const answer = await quota.spend(key, 1, now);
  if (answer.kind === 'granted') return undefined;
  if (answer.kind === 'wait') reply.header('retry-after', Math.max(1, Math.ceil(answer.waitMs / 1000)));
  return refuse(reply, 429, 'This key’s quota is used up.');
}

const refuse = (reply: FastifyReply, status: number, detail: string): FastifyReply =>
  reply.status(status).header('connection', 'close').send({ detail });
