/** The demo's invented tips: one for each way through the house, on hosts of the generated web. */
import { randomBytes } from 'node:crypto';
import type { TipSubmission } from '../intake/door.ts';

type Sketch = Omit<TipSubmission, 'submissionKey' | 'source' | 'language' | 'isUrgent' | 'wantsAnswer' | 'receivedAt'> &
  Partial<Pick<TipSubmission, 'language' | 'isUrgent' | 'wantsAnswer'>>;

const SKETCHES: readonly Sketch[] = [
  {
    category: 'online',
    addresses: ['http://bilder.example.org/album/3'],
    report: { narrative: 'Jag hamnade på sidan från en reklamlänk och stängde den direkt.' },
  },
  {
    category: 'online',
    addresses: ['http://pictures.example.org/gallery/12', 'http://pictures.example.org/gallery/13'],
    report: { pageReachedFrom: 'https://forum.example.net/thread/12' },
    language: 'en',
  },
  {
    category: 'online',
    addresses: ['http://share.example.com/s/4411'],
    report: { narrative: 'The address was posted in a public group.' },
    language: 'en',
    wantsAnswer: true,
    contact: { email: 'someone@example.com' },
  },
  { category: 'online', addresses: ['http://upload.example.org/f/77'], report: { seenWhen: 'i går kväll' } },
  { category: 'online', addresses: ['http://cdn-gallery.example.com/g/5'], report: {} },
  {
    category: 'online',
    addresses: ['http://bilder.example.org/album/3'],
    report: { narrative: 'Samma sida som en vän berättade om.' },
  },
  {
    category: 'travel',
    addresses: [],
    report: {
      travelCountry: 'TH',
      hotel: 'Example Beach Hotel',
      dates: 'mars',
      whySuspicious: 'Han reser ofta ensam och talar om barn på ett sätt som oroar mig.',
    },
    contact: { name: 'En granne', phone: '070-000 00 00' },
    wantsAnswer: true,
  },
  {
    category: 'grooming',
    addresses: [],
    isUrgent: true,
    report: {
      narrative: 'En vuxen har bett min systers dotter att träffas i morgon.',
      suspect: 'Ett användarnamn som jag kan berätta om.',
    },
    contact: { phone: '070-000 00 01' },
  },
  {
    category: 'online',
    addresses: ['http://photos.example.net/p/9001'],
    report: { narrative: 'I think the person shown is under age.' },
    language: 'en',
  },
  {
    category: 'other',
    addresses: [],
    report: { narrative: 'Jag undrar vem jag kan prata med om något som jag såg på jobbet.' },
    wantsAnswer: true,
  },
];

const HOUR_MS = 3_600_000;

/** The tips, received over the last two days. */
export function demoTips(now: Date): readonly TipSubmission[] {
  return SKETCHES.map((sketch, n) => ({
    ...{ language: 'sv', isUrgent: false, wantsAnswer: false, source: 'form' },
    ...sketch,
    submissionKey: randomBytes(16),
    receivedAt: new Date(now.getTime() - (SKETCHES.length - n) * 5 * HOUR_MS),
  }));
}
