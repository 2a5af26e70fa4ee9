/**
 * Invented tips in sober words, the same ones for the same seed: for the demo, the import, the benchmarks and the tests.
 * Every host is an example name; no text describes anything.
 */

/** One invented tip in the columns of an import file (docs/import.md). */
export interface InventedTip {
  readonly received_at: string;
  readonly category: 'online' | 'grooming' | 'extortion' | 'trafficking' | 'travel' | 'offline' | 'other';
  readonly language: 'sv' | 'en';
  readonly urgent: 'yes' | 'no';
  readonly wants_answer: 'yes' | 'no';
  readonly urls: string;
  readonly narrative: string;
  readonly page_reached_from: string;
  readonly seen_when: string;
  readonly place: string;
  readonly travel_country: string;
  readonly hotel: string;
  readonly dates: string;
  readonly suspect: string;
  readonly why_suspicious: string;
  readonly contact_name: string;
  readonly contact_email: string;
}

/** The same options give the same tips on every machine. */
export interface InventOptions {
  readonly count: number;
  readonly seed?: number;
  /** Hosts the addresses are on; names under example.org by default. */
  readonly hosts?: readonly string[];
  /** The newest tip's time; the others lie in the year before it. */
  readonly until?: Date;
}

const YEAR_MS = 365 * 24 * 3_600_000;

const NARRATIVES: readonly (readonly [InventedTip['language'], string])[] = [
  ['sv', 'Jag kom till sidan från en länk i en chatt och stängde den direkt. Det verkade vara ett barn.'],
  ['sv', 'En vän skickade adressen till mig. Jag har inte sparat något.'],
  ['sv', 'Jag hittade detta när jag sökte efter något helt annat.'],
  ['sv', 'Sidan dök upp som reklam. Jag vet inte vem som ligger bakom.'],
  ['en', 'The address was posted in a public group. I closed it at once.'],
  ['en', 'I came across this page by accident and believe it shows a minor.'],
  ['en', 'Someone shared this link in a forum; several people asked them to remove it.'],
];
const TRAVEL_REASONS = [
  'Han reser ofta ensam och talar om barn på ett sätt som oroar mig.',
  'A guest asked the staff questions that made us worried.',
];
const PLACES = ['Göteborg', 'Malmö', 'Umeå', 'Stockholm', 'Örebro'];
const COUNTRIES = ['TH', 'PH', 'KE', 'BR', 'RO'];

/** Makes `count` invented tips, in the order of time. */
export function* inventTips(options: InventOptions): Generator<InventedTip> {
  const { count, seed = 1, until = new Date('2026-11-01T00:00:00Z') } = options;
  const hosts = options.hosts ?? Array.from({ length: 60 }, (_, i) => `host${i + 1}.example.org`);
  const random = mulberry32(seed);
  const pick = <T>(list: readonly T[]): T => {
    const chosen = list[Math.floor(random() * list.length)];
    if (chosen === undefined) throw new RangeError('Nothing to pick from.');
    return chosen;
  };
  const startMs = until.getTime() - YEAR_MS;
  for (let n = 0; n < count; n += 1) {
    const received = new Date(startMs + ((n + random()) / count) * YEAR_MS);
    yield inventTip({ n, received, random, pick, hosts });
  }
}

interface Draw {
  readonly n: number;
  readonly received: Date;
  readonly random: () => number;
  readonly pick: <T>(list: readonly T[]) => T;
  readonly hosts: readonly string[];
}

function inventTip({ n, received, random, pick, hosts }: Draw): InventedTip {
  const category =
    random() < 0.8 ? 'online' : pick(['grooming', 'extortion', 'trafficking', 'travel', 'offline', 'other'] as const);
  const [language, narrative] = pick(NARRATIVES);
  const isTravel = category === 'travel';
  const hasContact = random() < 0.3;
  // One address in seven was reported before: those tips join an earlier case.
  const address = () =>
    `https://${pick(hosts)}/${random() < 0.15 ? 'album/1' : `album/${n}-${Math.floor(random() * 1000)}`}`;
  return {
    received_at: received.toISOString().replace('Z', '+00:00'),
    category,
    language,
    urgent: random() < 0.02 ? 'yes' : 'no',
    wants_answer: random() < 0.4 ? 'yes' : 'no',
    urls:
      category === 'online'
        ? Array.from({ length: random() < 0.8 ? 1 : 2 + Math.floor(random() * 3) }, address).join('\n')
        : '',
    narrative: category === 'online' && random() < 0.4 ? '' : narrative,
    page_reached_from: category === 'online' && random() < 0.3 ? 'https://forum.example.net/thread/12' : '',
    seen_when: random() < 0.5 ? received.toISOString().slice(0, 10) : '',
    place: category === 'offline' ? pick(PLACES) : '',
    travel_country: isTravel ? pick(COUNTRIES) : '',
    hotel: isTravel ? 'Example Beach Hotel' : '',
    dates: isTravel ? received.toISOString().slice(0, 7) : '',
    suspect: isTravel ? 'En man i femtioårsåldern' : '',
    why_suspicious: isTravel ? pick(TRAVEL_REASONS) : '',
    contact_name: hasContact ? `Anmälare ${n}` : '',
    contact_email: hasContact ? `person${n}@example.com` : '',
  };
}

/** A small seeded generator of numbers from 0 to 1 (mulberry32, public domain). */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
