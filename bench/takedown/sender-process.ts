/**
 * A process that does nothing but send letters, on the simulated clock of its parent: told the time, it sends what is due and
 * says how many. Its parent kills it whenever it likes.
 */
import { sendDueLetters } from '../../src/notices/door.ts';
import { openDatabase } from '../../src/platform/db.ts';
import { codeOf, openLog } from '../../src/platform/log.ts';
import { serviceKeyFrom } from '../../src/platform/service-key.ts';
import { openSending } from './house.ts';
import { MONTH_START, planMonth } from './month.ts';
import { orderSchema, senderSchema } from './sender-words.ts';
import { sideOf } from './timetables.ts';
import { openWeb } from './web.ts';

const start = senderSchema.parse(JSON.parse(process.argv[2] ?? '{}'));
// As `npm start` has it: a library's promise that breaks with its connection is no reason to end.
process.on('unhandledRejection', () => undefined);
process.on('disconnect', () => process.exit(0));
let now = MONTH_START;
const month = planMonth(start.size);
const web = openWeb(month);
const sending = await openSending({
  ...{
    month,
    web,
    side: await sideOf(start.side),
    smtpUrl: start.smtpUrl,
    siteUrl: () => start.siteUrl,
  },
  registers: start.registers,
  database: openDatabase({ ...start.connection, max: 4 }, openLog('silent')),
  serviceKey: serviceKeyFrom(Buffer.from(start.secretHex, 'hex')),
  clock: { now: () => now },
});
process.on('message', (message) => void obey(message));
process.send?.({ letters: 0 });

async function obey(message: unknown): Promise<void> {
  const order = orderSchema.parse(message);
  now = new Date(order.nowMs);
  for (const [site, move] of order.moves) web.moves.set(site, move);
  try {
    process.send?.({ letters: await sendDueLetters(sending, now) });
  } catch (error) {
    process.send?.({ failed: codeOf(error) });
  }
}
