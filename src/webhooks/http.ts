/** The receiver's one way to ask: `POST /webhooks/v1/{endpoint}/replay`, signed with the endpoint's own secret. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Clock } from '../platform/clock.ts';
import { transact, type Db } from '../platform/db.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import { signingSecrets } from './deliver-webhooks.ts';
import { replayForReceiver } from './manage-webhooks.ts';
import { isSignedWebhook } from './webhook-signature.ts';
import { readEndpoints } from './webhook-store.ts';

const replaySchema = z.object({ since: z.iso.datetime({ offset: true }) });
const paramsSchema = z.object({ endpoint: z.uuid() });
const headersSchema = z.record(z.string(), z.union([z.string(), z.array(z.string())]).optional());
const BODY_LIMIT_BYTES = 1_024;

/** Adds the route. A request that is not signed right learns nothing of which endpoints there are. */
export function registerWebhookApi(
  http: FastifyInstance,
  deps: { readonly db: Db; readonly serviceKey: ServiceKey; readonly clock: Clock },
): void {
  void http.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'string', bodyLimit: BODY_LIMIT_BYTES }, (_request, body, ready) =>
      ready(null, body),
    );
    scope.post('/webhooks/v1/:endpoint/replay', async (request, reply) => {
      const now = deps.clock.now();
      const body = typeof request.body === 'string' ? request.body : '';
      const params = paramsSchema.safeParse(request.params);
      const endpoint = (await readEndpoints(deps.db, deps.serviceKey)).find(({ id }) => id === params.data?.endpoint);
      const headers = Object.fromEntries(
        Object.entries(headersSchema.parse(request.headers)).map(([name, value]) => [
          name,
          typeof value === 'string' ? value : undefined,
        ]),
      );
      if (endpoint === undefined || !isSignedWebhook(signingSecrets(endpoint, now), headers, body, now))
        return reply.status(401).send({ detail: 'Not authorised.' });
      const asked = replaySchema.safeParse(parseJson(body));
      if (!asked.success)
        return reply.status(400).send({ detail: 'since: must be a time of ISO 8601 with its offset.' });
      const count = await transact(deps.db, (tx) =>
        replayForReceiver(tx, endpoint.id, new Date(asked.data.since), now),
      );
      return { messages: count };
    });
    done();
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
