import type { Rung } from '../../takedown/rung.ts';
import type { StatedKind } from '../answer.ts';
import type { AnswerTextField } from '../provider-form.ts';
import type { Standing } from '../standing.ts';

/** All that the provider's page says in one language. Moments and counts come in as arguments, written for that language. */
export interface PageTexts {
  readonly title: (count: number) => string;
  readonly settledTitle: string;
  readonly settled: string;
  readonly lead: (hotline: string, country: string, count: number) => string;
  readonly asksTitle: string;
  readonly asks: readonly string[];
  readonly answerBelow: string;
  readonly answerLater: (until: string) => string;
  readonly help: string;
  readonly itemsTitle: string;
  readonly itemTitle: (number: number, total: number) => string;
  readonly ip: string;
  readonly reference: string;
  readonly toldAt: string;
  readonly why: Readonly<Record<Rung, string>>;
  readonly standing: Readonly<Record<Standing['kind'], string>>;
  readonly badge: Readonly<Record<'open' | 'waiting' | 'attention' | 'done', string>>;
  readonly said: (at: string) => string;
  readonly visited: (at: string) => string;
  readonly until: (at: string) => string;
  readonly formTitle: string;
  readonly whichTitle: string;
  readonly all: (count: number) => string;
  readonly allHint: string;
  readonly tick: (number: number) => string;
  readonly kindTitle: string;
  readonly kinds: Readonly<Record<StatedKind, { readonly label: string; readonly hint: string }>>;
  readonly withinLabel: string;
  readonly within: (hours: number) => string;
  readonly fields: Readonly<Record<AnswerTextField, { readonly label: string; readonly hint: string }>>;
  readonly send: string;
  readonly sendAgain: string;
  readonly summaryTitle: string;
  readonly summaryKept: string;
  readonly problems: {
    readonly 'nothing-chosen': Readonly<Record<'item' | 'kind', string>>;
    readonly 'need-more-what': string;
    readonly 'appeal-why': string;
    readonly 'not-an-email': string;
    readonly 'too-long': (label: string, count: number, most: number) => string;
  };
  readonly expired: string;
  readonly awayTitle: string;
  readonly away: string;
  readonly thanksTitle: string;
  readonly thanks: (at: string, count: number) => string;
  readonly next: Readonly<Record<StatedKind, string>>;
  readonly again: string;
  readonly missingTitle: string;
  readonly missing: string;
  readonly errorTitle: string;
  readonly error: string;
}

const items = (count: number): string => (count === 1 ? 'en adress' : `${count} adresser`);

/** The provider's page in Swedish. */
export const sv: PageTexts = {
  title: (count) => (count === 1 ? 'Ta bort det här' : `Ta bort de här ${count} adresserna`),
  settledTitle: 'Inget mer behöver tas bort',
  settled: 'Vi ber inte om något mer i det här brevet. Tack.',
  lead: (hotline, country, count) =>
    `${hotline} är en hotline i ${country} som skyddar barn mot sexuell exploatering. Vi har bedömt det som finns på ${count === 1 ? 'adressen' : 'adresserna'} nedan: det är olagligt och visar eller skildrar sexuella övergrepp mot barn.`,
  asksTitle: 'Vad vi ber er om',
  asks: [
    'Ta bort materialet, eller gör det oåtkomligt, utan dröjsmål.',
    'Förvara det och tillhörande uppgifter avskilt och säkert som bevis för polisen, så länge er lag kräver eller tillåter.',
    'Öppna, kopiera eller sprid inte mer av det än vad som krävs för att ta bort det.',
  ],
  answerBelow: 'Svara sedan nedan. Det tar en minut och kräver inget konto.',
  answerLater: (until) => `Sidan är öppen till ${until}. Ni kan komma tillbaka och svara igen.`,
  help: 'Var det svårt att se? Det finns stöd för dig också.',

  itemsTitle: 'Adresserna',
  itemTitle: (number, total) => (total === 1 ? 'Adressen' : `Adress ${number} av ${total}`),
  ip: 'IP-adress',
  reference: 'Vår referens',
  toldAt: 'Först anmält till er',
  why: {
    owner: 'Ni får det här därför att webbplatsen är er, så långt vi kan se.',
    hosting: 'Ni får det här därför att det finns hos er, så långt vi kan se.',
    proxy: 'Ni får det här därför att det nås genom ert nät. Berätta gärna också vem som är värd.',
    upstream: 'Ni får det här därför att ni bär nätet som det ligger i, och de som är närmare inte har tagit bort det.',
    registrar:
      'Ni får det här därför att domänen är registrerad hos er, och de som är närmare inte har tagit bort det.',
  },
  standing: {
    gone: 'Finns inte längre kvar. Tack.',
    withdrawn: 'Vi ber inte längre om den här.',
    objected: 'Ni har invänt. En människa här ser på det, och inget mer skickas om det så länge.',
    stands: 'Ni invände. En människa här har sett på det, och anmälan står fast.',
    checking: 'Ni sade att det är borttaget. Vi besöker adressen för att se.',
    'seems-gone': 'Ni sade att det är borttaget, och vårt besök hittade det inte. Vi tittar igen för att vara säkra.',
    'still-there': 'Ni sade att det är borttaget, men när vi besökte adressen svarade den fortfarande.',
    unsure: 'Ni sade att det är borttaget. Vårt besök kunde inte avgöra det; vi försöker igen.',
    handling: 'Ni arbetar med det.',
    'need-more': 'Ni behöver mer. En människa här svarar er.',
    'not-ours': 'Ni sade att det inte är ert. Vi vänder oss till andra.',
    online: 'Fanns kvar när vi besökte adressen.',
    unanswered: 'Inget svar än.',
  },
  badge: { open: 'Öppen', waiting: 'Besvarad', attention: 'Finns kvar', done: 'Klar' },
  said: (at) => `Ni svarade ${at}.`,
  visited: (at) => `Vårt besök: ${at}.`,
  until: (at) => `Till ${at}, enligt er.`,

  formTitle: 'Ert svar',
  whichTitle: 'Vilka adresser?',
  all: (count) => (count === 1 ? 'Den som är öppen' : `Alla ${count} som är öppna`),
  allHint: 'Eller kryssa för en och en:',
  tick: (number) => `Adress ${number}`,
  kindTitle: 'Vad svarar ni?',
  kinds: {
    removed: { label: 'Det är borttaget', hint: 'Vi besöker adressen genast för att se efter.' },
    handling: { label: 'Vi arbetar med det', hint: 'Vi väntar innan vi vänder oss till nästa i kedjan.' },
    'need-more': { label: 'Vi behöver mer från er', hint: 'En människa här svarar. Skriv nedan vad ni behöver.' },
    'not-ours': {
      label: 'Det är inte vårt',
      hint: 'Vi vänder oss genast till andra. Det hjälper om ni vet vems det är.',
    },
    appeal: {
      label: 'Vi invänder: det ska finnas kvar',
      hint: 'Allt stannar tills en människa här har sett på det. Skriv era skäl nedan.',
    },
  },
  withinLabel: 'Klart inom',
  within: (hours) => (hours === 1 ? 'en timme' : hours < 72 ? `${hours} timmar` : 'tre dygn'),
  fields: {
    otherName: { label: 'Vems är det? Namn', hint: 'Frivilligt.' },
    otherEmail: { label: 'Deras e-postadress för anmälningar', hint: 'Frivilligt. Vi skriver till dem genast.' },
    text: {
      label: 'Med era ord',
      hint: 'Behövs om ni behöver mer eller invänder, annars frivilligt. Skicka aldrig bilder eller filer.',
    },
    ticket: { label: 'Ert ärendenummer', hint: 'Frivilligt. Vi anger det när vi skriver igen.' },
  },
  send: 'Skicka svaret',
  sendAgain: 'Skicka igen',

  summaryTitle: 'Något behöver ändras',
  summaryKept: 'Det ni skrev finns kvar.',
  problems: {
    'nothing-chosen': { item: 'Välj vilka adresser ni menar.', kind: 'Välj vad ni svarar.' },
    'need-more-what': 'Skriv vad ni behöver från oss.',
    'appeal-why': 'Skriv varför det ska finnas kvar: en människa läser det.',
    'not-an-email': 'E-postadressen ska se ut som namn@example.org. Ni kan också lämna den tom.',
    'too-long': (label, count, most) => `${label}: ${count} tecken är för många. Korta texten till högst ${most}.`,
  },
  expired:
    'Sidan hade varit öppen länge, så inget är skickat än. Det ni skrev finns kvar. Tryck på skicka en gång till.',
  awayTitle: 'Svaret nådde oss inte',
  away: 'Något är fel hos oss. Det ni skrev finns kvar på sidan. Vänta en minut och skicka igen; det räknas aldrig två gånger.',

  thanksTitle: 'Tack. Vi har fått ert svar.',
  thanks: (at, count) => `Mottaget ${at}, om ${items(count)}.`,
  next: {
    removed: 'Vi besöker adressen nu. När flera besök är överens om att det är borta hör ni inget mer av oss om det.',
    handling: 'Vi väntar innan vi vänder oss till nästa i kedjan. Kom tillbaka hit och berätta när det är borttaget.',
    'need-more': 'En människa här läser det ni skrev och svarar er med e-post.',
    'not-ours': 'Ni får inga påminnelser om det. Vi vänder oss till andra nu.',
    appeal: 'Inget mer skickas om det förrän en människa här har läst era skäl. Ni hör av oss.',
  },
  again: 'Något nytt? Svara igen',

  missingTitle: 'Länken öppnar inget',
  missing:
    'Länken kan vara avklippt, fel eller för gammal. Kopiera hela länken från vårt brev, eller skriv till oss och ange referensen:',
  errorTitle: 'Det kunde inte tas emot',
  error: 'Svaret har inte tagits emot. Gå tillbaka i webbläsaren, korta texten och skicka igen, eller skriv till oss:',
};
