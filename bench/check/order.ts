/** What the benchmark and its client in another thread say to each other. */
import { z } from 'zod';

/** What a run of the client is to do. */
export const orderSchema = z.object({ connections: z.int(), seconds: z.number() });
/** What it tells: milliseconds of each answer, all in all, and what the first answer about each picture was. */
export const reportSchema = z.object({
  latenciesMs: z.array(z.number()),
  elapsedMs: z.number(),
  matches: z.array(z.string()),
});

export type Order = z.infer<typeof orderSchema>;
export type Report = z.infer<typeof reportSchema>;
