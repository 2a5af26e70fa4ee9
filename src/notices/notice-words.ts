/** A notice's sentences, in both languages. Each paragraph is one thing that the reader can act on. */
import { countryName } from '../terms/countries.ts';
import type { Language } from '../terms/categories.ts';

interface Reasons {
  /** Of the hotline. */
  readonly country: string;
  readonly isHashMatch: boolean;
}

/**
 * All sentences in one language. Those that are functions take names and reasons, and never text that a tipster wrote.
 */
export interface NoticeWords {
  readonly subject: string;
  readonly greeting: (provider: string) => string;
  readonly whoWeAre: (hotline: string, country: string) => string;
  readonly whyYou: string;
  readonly whyYouAsProxy: string;
  readonly address: string;
  readonly ip: string;
  readonly assessedAt: string;
  readonly reference: string;
  readonly warning: string;
  readonly reason: Readonly<Record<'illegal-baseline' | 'illegal-national', (reasons: Reasons) => string>>;
  readonly ask: string;
  readonly askProxy: string;
  readonly preserve: string;
  readonly dsa16: string;
  readonly answer: (email: string) => string;
}

const en: NoticeWords = {
  subject: 'Please remove illegal material: sexual abuse of a child',
  greeting: (provider) => `To the abuse desk of ${provider}`,
  whoWeAre: (hotline, country) =>
    `${hotline} is a hotline in ${countryName(country, 'en')} that protects children from sexual exploitation. This notice comes from the hotline itself.`,
  whyYou: 'The address below is hosted by you, as far as we can find.',
  whyYouAsProxy: 'The address below is reached through your network; the host behind it is not visible to us.',
  address: 'Address',
  ip: 'IP address',
  assessedAt: 'Assessed',
  reference: 'Our reference',
  warning:
    'Please do not open, copy or forward what is at the address more than removing it requires: in many countries that is an offence.',
  reason: {
    'illegal-baseline': ({ country, isHashMatch }) =>
      `Why it is illegal: ${found(isHashMatch)} shows the sexual abuse of a child. It meets Interpol's baseline criteria, so that it is illegal practically everywhere, also in ${countryName(country, 'en')}.`,
    'illegal-national': ({ country, isHashMatch }) =>
      `Why it is illegal: ${found(isHashMatch)} depicts a child in a sexual way, which is illegal under the law of ${countryName(country, 'en')}.`,
  },
  ask: 'We ask you to remove the material, or to disable access to it, without delay.',
  askProxy:
    'We ask you to stop serving the material, to pass this notice on to the host without delay, and to tell us who the host is.',
  preserve:
    'Please keep the material and the related records (upload, account and access logs) apart and secure as evidence for the police, for as long as your law requires or allows.',
  dsa16:
    'This is a notice under article 16 of Regulation (EU) 2022/2065 (Digital Services Act). It gives the reasons and the exact address above. We believe in good faith that the information and allegations in it are accurate and complete. Please confirm that you have received it, and tell us your decision (article 16(4) and (5)).',
  answer: (email) =>
    `When it is done, if it is not yours, or if you disagree, please answer this message or write to ${email} with our reference. The attached file, where there is one, says the same for machines (XARF v4).`,
};

const found = (isHashMatch: boolean): string =>
  isHashMatch
    ? 'an exact match with a list of known material, kept by an authorised body, shows that the material'
    : 'a trained analyst has assessed it and found that the material';

const sv: NoticeWords = {
  subject: 'Ta bort olagligt material: sexuella övergrepp mot barn / Please remove illegal material',
  greeting: (provider) => `Till abuse-funktionen hos ${provider}`,
  whoWeAre: (hotline, country) =>
    `${hotline} är en hotline (${countryName(country, 'sv')}) som skyddar barn mot sexuell exploatering. Den här anmälan kommer från hotlinen själv.`,
  whyYou: 'Adressen nedan finns hos er, så långt vi kan se.',
  whyYouAsProxy: 'Adressen nedan nås genom ert nät; värden bakom är inte synlig för oss.',
  address: 'Adress',
  ip: 'IP-adress',
  assessedAt: 'Bedömd',
  reference: 'Vår referens',
  warning:
    'Öppna, kopiera eller skicka inte vidare det som finns på adressen mer än vad borttagningen kräver: i många länder är det ett brott.',
  reason: {
    'illegal-baseline': ({ country, isHashMatch }) =>
      `Varför det är olagligt: ${funnet(isHashMatch)} visar sexuella övergrepp mot ett barn. Det uppfyller Interpols baseline-kriterier och är olagligt i stort sett överallt, även i ${countryName(country, 'sv')}.`,
    'illegal-national': ({ country, isHashMatch }) =>
      `Varför det är olagligt: ${funnet(isHashMatch)} skildrar ett barn på ett sexuellt sätt, vilket är olagligt enligt lagen i ${countryName(country, 'sv')}.`,
  },
  ask: 'Vi ber er att utan dröjsmål ta bort materialet eller göra det oåtkomligt.',
  askProxy:
    'Vi ber er att sluta leverera materialet, att utan dröjsmål skicka den här anmälan vidare till värden och att tala om för oss vem värden är.',
  preserve:
    'Bevara materialet och tillhörande uppgifter (uppladdnings-, konto- och åtkomstloggar) avskilt och säkert som bevis för polisen, så länge er lag kräver eller tillåter.',
  dsa16:
    'Det här är en anmälan enligt artikel 16 i förordning (EU) 2022/2065 (förordningen om digitala tjänster). Skälen och den exakta adressen står ovan. Vi är i god tro övertygade om att uppgifterna och påståendena i den är korrekta och fullständiga. Bekräfta att ni har tagit emot den och meddela oss ert beslut (artikel 16.4 och 16.5).',
  answer: (email) =>
    `När det är gjort, om det inte är ert eller om ni är av en annan mening: svara på det här meddelandet eller skriv till ${email} med vår referens. Den bifogade filen, där en sådan finns, säger detsamma för maskiner (XARF v4).`,
};

const funnet = (isHashMatch: boolean): string =>
  isHashMatch
    ? 'en exakt träff i en lista över känt material, förd av ett behörigt organ, visar att materialet'
    : 'en utbildad analytiker har bedömt det och funnit att materialet';

const WORDS: Readonly<Record<Language, NoticeWords>> = { sv, en };

/** All sentences in one language. */
export const noticeWords = (language: Language): NoticeWords => WORDS[language];
