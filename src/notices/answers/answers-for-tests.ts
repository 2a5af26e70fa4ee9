/** What this folder's tests share: a letter that has left, with its items, and what the engine was told. */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { ServiceKey } from '../../platform/service-key.ts';
import { itemIdSchema, type CaseId, type ItemId } from '../../terms/ids.ts';
import { HOTLINE, insertItemRow } from '../notices-for-tests.ts';
import { siteContext } from '../../site/site-context.ts';
import { SITE_FILES } from '../../site/site-files.ts';
import type { Language } from '../../terms/categories.ts';
import type { AnswerEffects } from './answer.ts';
import { digestOfPageToken, pageTokenOf } from './page-token.ts';

/** The public site of the tests' hotline. */
export const testSiteIn = (language: Language) => siteContext(HOTLINE, SITE_FILES, language);

export interface TestNotice {
  readonly noticeId: string;
  readonly takedownId: string;
  readonly itemId: ItemId;
  readonly caseId: CaseId;
  readonly url: string;
}

export interface TestLetter {
  readonly letterId: string;
  readonly providerId: string;
  readonly token: string;
  readonly messageId: string;
  readonly notices: readonly TestNotice[];
}

export interface LetterChange {
  readonly urls?: readonly string[];
  readonly country?: string;
  readonly leftAt?: Date;
  readonly expiresAt?: Date;
  readonly state?: string;
  readonly rung?: string;
}

/** Writes a letter that has left at noon of 1 March 2026, with a notice for each address. */
export async function insertLetter(
  pool: pg.Pool,
  serviceKey: ServiceKey,
  change: LetterChange = {},
): Promise<TestLetter> {
  const { urls = ['https://pictures.example.org/album/7?page=2'], country = 'NL', rung = 'hosting' } = change;
  const leftAt = change.leftAt ?? new Date('2026-03-01T12:00:00Z');
  const [letterId, providerId] = [randomUUID(), randomUUID()];
  const token = pageTokenOf(serviceKey, letterId);
  const messageId = `<${letterId}@fyr.example.org>`;
  const contact = { channel: 'mail', name: 'Example Hosting', email: `abuse-${providerId}@provider.example.net` };
  await pool.query(
    `insert into provider (id, contact_digest, shrouded_contact, channel, country, source, standing, added_at)
     values ($1, $2, $3, 'mail', $4, 'rule', 'approved', $5)`,
    [
      ...[providerId, serviceKey.digest('host', contact.email)],
      ...[serviceKey.shroud('contact', JSON.stringify(contact)), country, leftAt],
    ],
  );
  await pool.query(
    `insert into letter (id, provider_id, is_urgent, state, send_at, message_id, token_digest, token_expires_at, left_at)
     values ($1, $2, false, $3, $4, $5, $6, $7, $4)`,
    [
      ...[letterId, providerId, change.state ?? 'sent', leftAt, messageId, digestOfPageToken(serviceKey, token)],
      change.expiresAt ?? new Date(leftAt.getTime() + 90 * 86_400_000),
    ],
  );
  const notices: TestNotice[] = [];
  for (const [at, url] of urls.entries()) {
    // One after the other, so that the letter has its addresses in this order.
    const plannedAt = new Date(leftAt.getTime() - urls.length + at);
    notices.push(await insertNotice(pool, serviceKey, { url, letterId, providerId, leftAt, plannedAt, rung, country }));
  }
  return { letterId, providerId, token, messageId, notices };
}

async function insertNotice(
  pool: pg.Pool,
  serviceKey: ServiceKey,
  row: {
    url: string;
    letterId: string;
    providerId: string;
    leftAt: Date;
    plannedAt: Date;
    rung: string;
    country: string;
  },
): Promise<TestNotice> {
  const { url, leftAt } = row;
  const { caseId, itemId } = await insertItemRow(pool, serviceKey, { url, ip: '185.107.56.40', country: 'NL' });
  const [noticeId, takedownId] = [randomUUID(), randomUUID()];
  const facts = {
    ...{ caseNumber: 1, itemId, url, host: new URL(url).hostname, ip: '185.107.56.40', country: 'NL', target: 'host' },
    ...{ outcome: 'illegal-baseline', classification: 'B1', detection: 'manual_review', assessedAt: leftAt },
  };
  await pool.query(
    `insert into takedown (id, item_id, round, case_id, state, is_urgent, is_dsa16, decided_at, country, shrouded_facts)
     values ($1, $2, 1, $3, 'running', false, true, $4, 'NL', $5)`,
    [takedownId, itemId, caseId, leftAt, serviceKey.shroud('payload', JSON.stringify(facts))],
  );
  await pool.query(
    `insert into notice (id, takedown_id, item_id, provider_id, letter_id, rung, step, kind, state, planned_at, ended_at)
     values ($1, $2, $3, $4, $5, $6, 0, 'first', 'sent', $7, $8)`,
    [noticeId, takedownId, itemId, row.providerId, row.letterId, row.rung, row.plannedAt, leftAt],
  );
  return { noticeId, takedownId, itemId: itemIdSchema.parse(itemId), caseId, url };
}

/** Effects that only remember what they were told. */
export function recordingEffects() {
  const answers: Parameters<AnswerEffects['applyAnswer']>[1][] = [];
  const bounces: Parameters<AnswerEffects['applyBounce']>[1][] = [];
  const effects: AnswerEffects = {
    applyAnswer: (_tx, answer) => Promise.resolve(void answers.push(answer)),
    applyBounce: (_tx, bounce) => Promise.resolve(void bounces.push(bounce)),
  };
  return { effects, answers, bounces };
}
