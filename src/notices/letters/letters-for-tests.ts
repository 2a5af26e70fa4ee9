/** What this folder's tests share: a letter's input with everything in place, and the XARF format's own rules. */
import { z } from 'zod';
import { countryCodeSchema } from '../../terms/countries.ts';
import type { ProviderContact } from '../takedown/rung.ts';
import type { LetterInput, LetterItem } from './letter.ts';
import { readNoticeFacts, writeNoticeFacts, type NoticeInput } from './notice.ts';

export const LETTER = '9d0c1b54-3a0e-4f0c-9e50-0d6f1d0c7a01';
export const NOTICE = '5f0c1b54-3a0e-4f0c-9e50-0d6f1d0c7a01';
export const TEST_HOTLINE = { name: 'Hotline Exempel', email: 'desk@fyr.example.org', homeCountry: 'SE' };

export const TEST_FACTS: NoticeInput = {
  caseNumber: 7,
  itemId: '0c4a1b54-3a0e-4f0c-9e50-0d6f1d0c7a01',
  url: 'https://pictures.example.org/album/3?b=1',
  host: 'pictures.example.org',
  ip: '185.107.56.40',
  country: 'NL',
  target: 'host',
  outcome: 'illegal-baseline',
  classification: 'baseline',
  detection: 'manual_review',
  assessedAt: new Date('2026-03-01T12:00:00Z'),
};

/** A contact by mail; with a country where one is given. */
export const contactIn = (country?: string): ProviderContact => ({
  ...{ channel: 'mail', name: 'Example Hosting', email: 'abuse@hosting.example.org' },
  ...(country === undefined ? {} : { country: countryCodeSchema.parse(country) }),
});

/** An item as it waits in a letter. */
export const itemOf = (facts: Partial<NoticeInput> = {}, more: Partial<LetterItem> = {}): LetterItem => ({
  ...{ noticeId: NOTICE, facts: readNoticeFacts(writeNoticeFacts({ ...TEST_FACTS, ...facts })) },
  ...{ rung: 'hosting', kind: 'first', ...more },
});

/** A letter about one item; what a test is about comes in `changes`. */
export const inputOf = (changes: Partial<LetterInput> = {}): LetterInput => ({
  ...{ letterId: LETTER, contact: contactIn(), hotline: TEST_HOTLINE, items: [itemOf()] },
  ...{ pageUrl: 'https://fyr.example.org/n/TOKEN', isDsa16: false, isUrgent: false, ...changes },
});

const party = z.strictObject({ org: z.string().max(200), contact: z.email(), domain: z.hostname() });
const hex = (digits: number) => z.string().regex(new RegExp(`^[a-fA-F0-9]{${digits}}$`));

/** XARF v4: what content-csam.json, content-base.json and xarf-core.json require, and the values that they allow. */
export const xarfSchema = z.looseObject({
  xarf_version: z.string().regex(/^4\.\d+\.\d+$/),
  report_id: z.uuid(),
  timestamp: z.iso.datetime(),
  reporter: party,
  sender: party,
  source_identifier: z.string().min(1),
  category: z.literal('content'),
  type: z.literal('csam'),
  url: z.url(),
  domain: z.hostname().optional(),
  classification: z.enum(['baseline', 'A1', 'A2', 'B1', 'B2']),
  detection_method: z.enum(['hash_match', 'ai_detection', 'manual_review', 'user_report', 'automated_scan']),
  evidence_source: z.string(),
  hash_values: z
    .strictObject({ md5: hex(32).optional(), sha1: hex(40).optional(), sha256: hex(64).optional() })
    .optional(),
  country_code: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  hosting_provider: z.string().optional(),
  registrar: z.string().optional(),
  verified_at: z.iso.datetime().optional(),
  verification_method: z
    .enum(['manual', 'automated_crawler', 'user_report', 'honeypot', 'threat_intelligence'])
    .optional(),
  evidence: z.never().optional(),
  _internal: z.never().optional(),
});
