/**
 * `npm run bench -- receipts`: right and wrong receipts typed into the mailbox of a running hotline in random order,
 * --tries=N of them (10,000), --at-once=N (20). Half of the mailboxes hold a conversation of ten messages. Last line: `ratio R`,
 * the chance that a right one took longer than a wrong one, over one half.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Pool } from 'undici';
import { formatReceipt, receiptFromSeed } from '../lib/receipt/door.ts';
import { freeListeners, startApp } from '../test/app.ts';
import { addPerson, lookInside } from '../test/inside.ts';
import { parseForm, readForm, receiptIn, tipFields, wholeTip } from '../test/public-form.ts';
import { measureReceiptTiming } from '../test/receipt-timing.ts';

const MAILBOXES = 20;
const MESSAGES = 10;

/** Runs the benchmark. @throws Error when the times tell the two apart */
export async function run(args: readonly string[]): Promise<void> {
  const option = (name: string, byDefault: number) =>
    Number(args.find((arg) => arg.startsWith(`--${name}=`))?.split('=')[1] ?? byDefault);
  const folder = await mkdtemp(path.join(tmpdir(), 'fyr-bench-'));
  const dataDir = path.join(folder, 'data');
  const app = await startApp({ dataDir, env: await freeListeners(), args: ['--services=web'] });
  const atOnce = option('at-once', 20);
  const site = new Pool(new URL(app.siteUrl).origin, { connections: atOnce });
  try {
    const inside = await lookInside(dataDir);
    await addPerson(inside, 'supervisor');
    await inside.close();
    await measure(site, { tries: option('tries', 10_000), atOnce });
  } finally {
    await site.close();
    await app.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(site: Pool, options: { readonly tries: number; readonly atOnce: number }): Promise<void> {
  const right: string[] = [];
  for (let n = 0; n < MAILBOXES; n += 1) right.push(await makeMailbox(site, n, n % 2 === 0 ? MESSAGES : 0));
  const timing = await measureReceiptTiming({
    ...options,
    right,
    wrong: () => formatReceipt(receiptFromSeed(randomBytes(16))),
    open: (receipt) => post(site, '/en/mailbox', new URLSearchParams({ receipt }).toString()),
  });
  for (const kind of ['right', 'wrong'] as const)
    console.log(`${kind}: ${timing[kind].tries} tries, median ${timing[kind].medianMs.toFixed(1)} ms`);
  console.log(`a right one took longer in ${(timing.separation * 100).toFixed(2)} % (z ${timing.z.toFixed(2)})`);
  console.log(`ratio ${(timing.separation / 0.5).toFixed(3)}`);
  if (Math.abs(timing.z) > 4) throw new Error('The time of the answer tells right receipts from wrong ones.');
}

async function makeMailbox(site: Pool, n: number, messages: number): Promise<string> {
  const form = await readForm(site, '/en/tip/other');
  const sent = await post(site, form.action, wholeTip(form, { narrative: `Something at the harbour, ${n}.` }));
  const receipt = receiptIn(sent);
  if (receipt === undefined) throw new Error('A tip was not taken.');
  let page = await post(site, '/en/mailbox', new URLSearchParams({ receipt }).toString());
  for (let message = 0; message < messages; message += 1) {
    const open = parseForm(page, 'the mailbox');
    page = await post(site, open.action, tipFields(open, { text: `And then, ${message}.` }));
  }
  return receipt;
}

async function post(site: Pool, to: string, body: string): Promise<string> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await site.request({ method: 'POST', path: to, headers, body });
  return answer.body.text();
}
