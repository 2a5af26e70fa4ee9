/** The client of `bench -- check`, in a thread of its own: posts pictures over some connections and times each answer. */
import { parentPort, workerData } from 'node:worker_threads';
import { Pool } from 'undici';
import { z } from 'zod';
import { orderSchema, type Order, type Report } from './order.ts';

const { base, authorization, pictures } = z
  .object({ base: z.string(), authorization: z.string(), pictures: z.array(z.instanceof(Uint8Array)) })
  .parse(workerData);
const answerSchema = z.looseObject({ match_type: z.string().nullable() });

async function send({ connections, seconds }: Order): Promise<Report> {
  const pool = new Pool(base, { connections });
  const latenciesMs: number[] = [];
  const matches: string[] = pictures.map(() => '');
  const startedAtMs = performance.now();
  let next = 0;
  const one = async () => {
    // Every picture at least once, however short the time.
    while (next < pictures.length || performance.now() - startedAtMs < seconds * 1000) {
      const at = next % pictures.length;
      next += 1;
      const sentAtMs = performance.now();
      const response = await pool.request({
        method: 'POST',
        path: '/v1/media/',
        headers: { authorization, 'content-type': 'image/jpeg' },
        body: pictures[at] ?? null,
      });
      const text = await response.body.text();
      latenciesMs.push(performance.now() - sentAtMs);
      if (response.statusCode !== 200) throw new Error(`status ${response.statusCode}: ${text}`);
      if (matches[at] === '') matches[at] = answerSchema.parse(JSON.parse(text)).match_type ?? 'none';
    }
  };
  await Promise.all(Array.from({ length: connections }, one));
  const elapsedMs = performance.now() - startedAtMs;
  await pool.close();
  return { latenciesMs, elapsedMs, matches };
}

parentPort?.on(
  'message',
  (order: unknown) => void send(orderSchema.parse(order)).then((report) => parentPort?.postMessage(report)),
);
