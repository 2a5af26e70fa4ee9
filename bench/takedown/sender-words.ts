/** What a sender's process is started with and says, apart from the process itself: whoever imports it starts nothing. */
import { z } from 'zod';
import { SIDES } from './timetables.ts';

/** What it is started with, as JSON in its first argument. */
export const senderSchema = z.object({
  connection: z.object({ host: z.string(), user: z.string(), database: z.string() }),
  secretHex: z.string(),
  side: z.enum(SIDES),
  size: z.object({
    ...{ items: z.number(), seed: z.number() },
    ...{ arrivalDays: z.number().optional(), returnHours: z.number().optional() },
  }),
  ...{ smtpUrl: z.string(), siteUrl: z.string() },
  registers: z.object({ rdapFolder: z.string(), contactsFile: z.string(), hosts: z.unknown() }),
});
export type SenderStart = z.infer<typeof senderSchema>;

/** What it is told: the time, and where sites have moved to. */
export const orderSchema = z.object({
  nowMs: z.number(),
  moves: z.array(z.tuple([z.number(), z.object({ atMs: z.number(), provider: z.number() })])),
});
export type SenderOrder = z.infer<typeof orderSchema>;

/** What it answers: letters that it took up, or the code of what went wrong. */
export const senderReplySchema = z.union([z.object({ letters: z.number() }), z.object({ failed: z.string() })]);
