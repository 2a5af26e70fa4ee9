/** The words of the police's readable page, in both languages. Codes are those of the package's JSON. */
import type { OriginWay } from '../../cases/door.ts';
import type { CaseAnswers, ItemAnswers } from '../../terms/answers.ts';
import type { Language, TipCategory, TipSource } from '../../terms/categories.ts';
import type { CaseOutcome, ItemOutcome } from '../../terms/outcomes.ts';
import type { PackagedTip, TipField } from './package.ts';

type Words<K extends string> = Readonly<Record<K, string>>;

/** Every label of the page. The compiler demands each in both languages, so that no page is half translated. */
export interface PackageWords {
  readonly title: string;
  readonly urgentTitle: string;
  readonly urgentTip: string;
  readonly handling: string;
  readonly checkHow: string;
  readonly headings: Words<'case' | 'item' | 'tip' | 'contact' | 'ledger' | 'hotline'>;
  readonly labels: Words<
    | (
        | 'number'
        | 'category'
        | 'urgent'
        | 'openedAt'
        | 'preparedAt'
        | 'rule'
        | 'url'
        | 'host'
        | 'ip'
        | 'country'
        | 'outcome'
      )
    | ('proxy' | 'origin' | 'originIp' | 'originCountry' | 'originWay')
    | (
        | 'receivedAt'
        | 'source'
        | 'language'
        | 'wantsAnswer'
        | 'contactStatus'
        | 'addresses'
        | 'name'
        | 'email'
        | 'phone'
        | 'homeCountry'
      )
    | ('confirmUrl' | 'packageKey' | 'check' | 'checkpoint')
  >;
  readonly tipFields: Words<TipField>;
  readonly caseAnswers: Words<keyof CaseAnswers>;
  readonly itemAnswers: Words<keyof ItemAnswers>;
  readonly categories: Words<TipCategory>;
  readonly sources: Words<TipSource>;
  readonly outcomes: Words<ItemOutcome | CaseOutcome>;
  readonly contactStatus: Words<PackagedTip['contactStatus']>;
  /** Of a CDN or proxy before the host, by whether the origin was found. */
  readonly proxies: Words<'found' | 'hidden'>;
  readonly originWays: Words<OriginWay>;
  readonly values: Readonly<Record<string, string>>;
  readonly yes: string;
  readonly no: string;
}

const en: PackageWords = {
  title: 'Report to the police',
  urgentTitle: 'URGENT report to the police',
  urgentTip:
    'The sender marked this tip as urgent. It was sealed to you on arrival; nobody at the hotline has read it yet.',
  handling:
    'Addresses below may lead to illegal material, and some mail programs make links of them. No picture is attached.',
  checkHow:
    'manifest.txt names each file’s SHA-256 and is signed with the key above. Compare the key with the one you were given by another way; then: npm run fyr -- package verify --key=KEY FILE...',
  headings: {
    ...{ case: 'The case', item: 'Item', tip: 'Tip', contact: 'Who sent it' },
    ...{ ledger: 'What the ledger has (UTC)', hotline: 'The hotline' },
  },
  labels: {
    number: 'Case number',
    category: 'Category',
    urgent: 'Urgent',
    openedAt: 'Opened (to the hour)',
    preparedAt: 'Report prepared',
    rule: 'Why it is sent to you',
    url: 'Address',
    host: 'Host',
    ip: 'IP address',
    country: 'Hosted in',
    proxy: 'CDN or proxy',
    origin: 'Origin: host',
    originIp: 'Origin: IP address',
    originCountry: 'Origin: hosted in',
    originWay: 'Origin found by',
    outcome: 'Assessment',
    receivedAt: 'Received (to the hour)',
    source: 'Came by',
    language: 'Language',
    wantsAnswer: 'Wants an answer from the hotline',
    contactStatus: 'Contact details',
    addresses: 'Addresses as given',
    name: 'Name',
    email: 'E-mail',
    phone: 'Telephone',
    homeCountry: 'Country',
    confirmUrl: 'Confirm that you have received this',
    packageKey: 'Key that this package is signed with',
    check: 'How to check it',
    checkpoint: 'Signed checkpoint: log, entries, root',
  },
  tipFields: {
    narrative: 'What was seen',
    pageReachedFrom: 'Page it was reached from',
    accessNeeded: 'Access needed',
    seenWhen: 'Seen when',
    place: 'Place',
    travelCountry: 'Country of travel',
    hotel: 'Hotel or lodging',
    dates: 'Dates',
    suspect: 'Suspect',
    whySuspicious: 'Why it is suspicious',
  },
  caseAnswers: {
    danger: 'A child may be in danger now',
    identifiable: 'A child or suspect can be identified',
    home: 'The crime, child or suspect is of this country',
    outcome: 'Conclusion',
  },
  itemAnswers: {
    access: 'Access',
    'baseline-1': 'Interpol baseline, first condition',
    'baseline-2': 'Interpol baseline, second condition',
    'baseline-3': 'Interpol baseline, third condition',
    national: 'Illegal in this country',
    severity: 'Gravity (A is gravest)',
    age: 'Age of the youngest child',
    gender: 'Gender',
    virtual: 'Virtual (drawn or generated)',
    'self-generated': 'Made by the child',
    modelling: 'Modelling',
    'content-type': 'Kind of address',
    'site-type': 'Kind of site',
    commercial: 'Commercial',
  },
  categories: {
    online: 'Picture or film online',
    grooming: 'Grooming',
    extortion: 'Extortion or sharing without consent',
    trafficking: 'Trafficking of children for sexual purposes',
    travel: 'Suspected offence in connection with travel',
    offline: 'Abuse offline',
    other: 'Other',
  },
  sources: { form: 'the public form', import: 'an import', partner: 'a partner', crawler: 'the crawler' },
  outcomes: {
    'illegal-baseline': "illegal, meets Interpol's baseline",
    'illegal-national': 'illegal in this country',
    'not-illegal': 'not illegal',
    'not-found': 'not found',
    'not-public': 'not public',
    'suspected-crime': 'a crime is suspected',
    'too-little': 'too little to go on',
  },
  contactStatus: {
    included: 'included below',
    withheld: 'the hotline has them; ask the hotline',
    none: 'none were given',
  },
  proxies: {
    found: 'one answers at the address above; where it is kept was found by the hotline',
    hidden: 'one answers at the address above; where it is kept is not known',
  },
  originWays: {
    registry: 'a registry or the domain’s registration',
    provider: 'the CDN’s or proxy’s answer',
    history: 'certificates or the DNS of before',
    other: 'another way',
  },
  values: {
    yes: 'yes',
    no: 'no',
    unknown: 'cannot be said',
    available: 'available',
    female: 'female',
    male: 'male',
    both: 'both',
    media: 'media file',
    website: 'web page or site',
    'image-host': 'image host',
    'file-host': 'file host',
    forum: 'forum',
    social: 'social network',
    'video-host': 'video host',
    messaging: 'messaging service',
    'link-list': 'list of links',
  },
  yes: 'yes',
  no: 'no',
};

const sv: PackageWords = {
  title: 'Anmälan till polisen',
  urgentTitle: 'BRÅDSKANDE anmälan till polisen',
  urgentTip:
    'Avsändaren har märkt tipset som brådskande. Det krypterades till er när det kom; ingen på hotlinen har läst det ännu.',
  handling:
    'Adresserna nedan kan leda till olagligt material, och en del e-postprogram gör länkar av dem. Ingen bild är bifogad.',
  checkHow:
    'manifest.txt anger SHA-256 för varje fil och är signerad med nyckeln ovan. Jämför nyckeln med den ni har fått på annan väg; sedan: npm run fyr -- package verify --key=NYCKEL FIL...',
  headings: {
    ...{ case: 'Ärendet', item: 'Objekt', tip: 'Tips', contact: 'Vem som skickade det' },
    ...{ ledger: 'Vad liggaren har (UTC)', hotline: 'Hotlinen' },
  },
  labels: {
    number: 'Ärendenummer',
    category: 'Kategori',
    urgent: 'Brådskande',
    openedAt: 'Öppnat (på timmen när)',
    preparedAt: 'Anmälan upprättad',
    rule: 'Varför den skickas till er',
    url: 'Adress',
    host: 'Värd',
    ip: 'IP-adress',
    country: 'Finns i',
    proxy: 'Innehållsnätverk eller proxy',
    origin: 'Ursprung: värd',
    originIp: 'Ursprung: IP-adress',
    originCountry: 'Ursprung: finns i',
    originWay: 'Ursprunget hittat genom',
    outcome: 'Bedömning',
    receivedAt: 'Mottaget (på timmen när)',
    source: 'Kom genom',
    language: 'Språk',
    wantsAnswer: 'Vill ha svar från hotlinen',
    contactStatus: 'Kontaktuppgifter',
    addresses: 'Adresser som de angavs',
    name: 'Namn',
    email: 'E-post',
    phone: 'Telefon',
    homeCountry: 'Land',
    confirmUrl: 'Bekräfta att ni har fått det här',
    packageKey: 'Nyckel som paketet är signerat med',
    check: 'Så kontrolleras det',
    checkpoint: 'Signerad kontrollpunkt: logg, poster, rot',
  },
  tipFields: {
    narrative: 'Vad som sågs',
    pageReachedFrom: 'Sidan man kom från',
    accessNeeded: 'Vad som krävs för åtkomst',
    seenWhen: 'När det sågs',
    place: 'Plats',
    travelCountry: 'Resans land',
    hotel: 'Hotell eller boende',
    dates: 'Datum',
    suspect: 'Misstänkt',
    whySuspicious: 'Varför det är misstänkt',
  },
  caseAnswers: {
    danger: 'Ett barn kan vara i fara nu',
    identifiable: 'Ett barn eller en misstänkt kan identifieras',
    home: 'Brottet, barnet eller den misstänkte hör till det här landet',
    outcome: 'Slutsats',
  },
  itemAnswers: {
    access: 'Åtkomst',
    'baseline-1': 'Interpols baseline, första villkoret',
    'baseline-2': 'Interpols baseline, andra villkoret',
    'baseline-3': 'Interpols baseline, tredje villkoret',
    national: 'Olagligt i det här landet',
    severity: 'Grovhet (A är grövst)',
    age: 'Det yngsta barnets ålder',
    gender: 'Kön',
    virtual: 'Virtuellt (tecknat eller genererat)',
    'self-generated': 'Gjort av barnet självt',
    modelling: 'Modellbilder',
    'content-type': 'Slags adress',
    'site-type': 'Slags webbplats',
    commercial: 'Kommersiellt',
  },
  categories: {
    online: 'Bild eller film på nätet',
    grooming: 'Grooming',
    extortion: 'Utpressning eller spridning utan samtycke',
    trafficking: 'Handel med barn för sexuella ändamål',
    travel: 'Misstänkt brott i samband med resa',
    offline: 'Övergrepp utanför nätet',
    other: 'Annat',
  },
  sources: { form: 'det öppna formuläret', import: 'en import', partner: 'en partner', crawler: 'sökroboten' },
  outcomes: {
    'illegal-baseline': 'olagligt, uppfyller Interpols baseline',
    'illegal-national': 'olagligt i det här landet',
    'not-illegal': 'inte olagligt',
    'not-found': 'fanns inte',
    'not-public': 'inte offentligt',
    'suspected-crime': 'brott misstänks',
    'too-little': 'för lite att gå på',
  },
  contactStatus: {
    included: 'finns nedan',
    withheld: 'hotlinen har dem; fråga hotlinen',
    none: 'inga har lämnats',
  },
  proxies: {
    found: 'svarar på adressen ovan; hotlinen har hittat var det finns',
    hidden: 'svarar på adressen ovan; var det finns är inte känt',
  },
  originWays: {
    registry: 'ett register eller domänens registrering',
    provider: 'innehållsnätverkets eller proxyns svar',
    history: 'certifikat eller äldre DNS',
    other: 'på annat sätt',
  },
  values: {
    yes: 'ja',
    no: 'nej',
    unknown: 'kan inte avgöras',
    available: 'tillgängligt',
    'not-found': 'fanns inte',
    'not-public': 'inte offentligt',
    female: 'flicka',
    male: 'pojke',
    both: 'båda',
    media: 'mediefil',
    website: 'webbsida eller webbplats',
    'image-host': 'bildvärd',
    'file-host': 'filvärd',
    forum: 'forum',
    social: 'socialt nätverk',
    'video-host': 'videovärd',
    messaging: 'meddelandetjänst',
    'link-list': 'länklista',
  },
  yes: 'ja',
  no: 'nej',
};

const WORDS: Readonly<Record<Language, PackageWords>> = { sv, en };

/** All words of the page in one language. */
export const wordsIn = (language: Language): PackageWords => WORDS[language];
