/** What has reached the outside, opened and checked by the receivers' own rules. */
import { strict as assert } from 'node:assert';
import { z } from 'zod';
import { policePackageSchema, type PolicePackage } from '../src/partners/police/package.ts';
import { openAsPolice, type CaughtMail } from '../stand-ins/mail-catcher.ts';
import type { World } from '../stand-ins/world.ts';

const LIMIT_MS = 60_000;

export interface PoliceMail {
  readonly mail: CaughtMail;
  /** The page for a person, decrypted. */
  readonly text: string;
  readonly contents: PolicePackage;
}

/** Waits for a mail to the police that says what `isIt` looks for, decrypted with their key. */
export async function policeMail(world: World, isIt: (contents: PolicePackage) => boolean): Promise<PoliceMail> {
  const seen = new Set<number>();
  const until = Date.now() + LIMIT_MS;
  for (;;) {
    const isNew = (mail: CaughtMail) => mail.to.includes(world.policeEmail) && !seen.has(mail.id);
    const mail = await world.mail.waitFor(isNew, Math.max(1, until - Date.now()));
    seen.add(mail.id);
    const opened = await openAsPolice(mail, world.policePrivateKey);
    const json = opened.attachments.find((part) => part.filename.endsWith('.json'));
    assert.ok(json, 'the police mail carries a JSON package');
    const contents = policePackageSchema.parse(JSON.parse(json.content.toString('utf8')));
    if (isIt(contents)) return { mail, text: opened.text, contents };
  }
}

/** XARF v4: what xarf-core.json, content-base.json and content-csam.json require, and the values they allow (xarf.org). */
const party = z.looseObject({ org: z.string().min(1), contact: z.email(), domain: z.string().min(1) });
const xarfSchema = z.looseObject({
  xarf_version: z.string().regex(/^4\.\d+\.\d+$/),
  report_id: z.uuid(),
  timestamp: z.iso.datetime(),
  reporter: party,
  sender: party,
  source_identifier: z.string().min(1),
  category: z.literal('content'),
  type: z.literal('csam'),
  url: z.url(),
  classification: z.enum(['baseline', 'A1', 'A2', 'B1', 'B2']),
  detection_method: z.enum(['hash_match', 'manual_review', 'user_report']),
  evidence: z.undefined().optional(),
  hosting_provider: z.string().optional(),
  country_code: z.string().length(2).optional(),
});

export interface NoticeMail {
  readonly mail: CaughtMail;
  readonly xarf: z.infer<typeof xarfSchema>;
}

const isNoticeOf = (mail: CaughtMail, url: string): boolean => reportsIn(mail).length > 0 && mail.text.includes(url);

/** A letter about several items has a report for each. */
const reportsIn = (mail: CaughtMail) =>
  mail.attachments.filter(({ filename }) => /^xarf(-\d+)?\.json$/.test(filename));

/** Waits for the notice about an address, with a valid XARF report, and nothing else attached. */
export async function noticeMail(world: World, url: string): Promise<NoticeMail> {
  const mail = await world.mail.waitFor((each) => isNoticeOf(each, url), LIMIT_MS);
  assert.equal(reportsIn(mail).length, mail.attachments.length);
  const reports = reportsIn(mail).map(({ content }) => xarfSchema.parse(JSON.parse(content.toString('utf8'))));
  const xarf = reports.find((report) => report.url === url);
  assert.ok(xarf);
  return { mail, xarf };
}

/** How many notices about an address have left so far. */
export const countNotices = (world: World, url: string): number =>
  world.mail.messages().filter((mail) => isNoticeOf(mail, url)).length;
