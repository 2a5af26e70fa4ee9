/** Letters that were never sent, to see texts as a provider would: invented items on hosts that are kept for examples (RFC 2606). */
import { z } from 'zod';
import type { HotlineIdentity } from '../../partners/door.ts';
import { countryCodeSchema } from '../../terms/countries.ts';
import { itemIdSchema } from '../../terms/ids.ts';
import { composeLetter } from './compose-letter.ts';
import type { ComposedLetter, LetterItem } from './letter.ts';
import type { LetterTemplates } from './paragraphs.ts';

/** One letter of each sort that reads differently; together they use every text. */
export const SAMPLES = ['first', 'several', 'reminder', 'later'] as const;
/** For the choice in a form. */
export const sampleSchema = z.enum(SAMPLES);
export type Sample = z.infer<typeof sampleSchema>;

const FIRST_TOLD = new Date('2026-03-01T12:03:00Z');

function item(
  number: number,
  changes: Partial<LetterItem> & { readonly isNational?: boolean; readonly isHash?: boolean },
): LetterItem {
  const { isNational = false, isHash = false, ...more } = changes;
  return {
    noticeId: `${number}c4a1b54-3a0e-4f0c-9e50-0d6f1d0c7a01`,
    rung: 'hosting',
    kind: 'first',
    facts: {
      ...{ caseNumber: 1, itemId: itemIdSchema.parse('0c4a1b54-3a0e-4f0c-9e50-0d6f1d0c7a01') },
      ...{ url: `https://pictures.example.org/album/${number}`, host: 'pictures.example.org', ip: '192.0.2.40' },
      ...{ target: 'host', outcome: isNational ? 'illegal-national' : 'illegal-baseline' },
      ...{ classification: isNational ? 'B2' : 'baseline', detection: isHash ? 'hash_match' : 'manual_review' },
      assessedAt: new Date('2026-03-01T12:00:00Z'),
    },
    ...more,
  };
}

const ITEMS: Readonly<Record<Sample, readonly LetterItem[]>> = {
  first: [item(1, {})],
  several: [
    item(1, { isHash: true }),
    item(2, { isNational: true }),
    item(3, { rung: 'proxy', isNational: true, isHash: true }),
  ],
  reminder: [item(1, { kind: 'reminder', toldBeforeAt: FIRST_TOLD })],
  later: [
    item(1, { rung: 'owner' }),
    item(2, { rung: 'upstream', nearerToldAt: FIRST_TOLD }),
    item(3, { rung: 'registrar', nearerToldAt: FIRST_TOLD }),
  ],
};

/** The sample as it would read with these texts: in Swedish and English. */
export function sampleLetter(sample: Sample, templates: LetterTemplates, hotline: HotlineIdentity): ComposedLetter {
  return composeLetter(
    {
      ...{ letterId: '9d0c1b54-3a0e-4f0c-9e50-0d6f1d0c7a01', hotline, items: ITEMS[sample] },
      contact: {
        ...{ channel: 'mail', name: 'Example Hosting', email: 'abuse@hosting.example.org' },
        country: countryCodeSchema.parse('SE'),
      },
      ...{ pageUrl: 'https://hotline.example.org/n/example', isDsa16: true, isUrgent: sample === 'several' },
    },
    templates,
  );
}
