/**
 * Whom to call, by the hotline's home country. Data: a deployment checks it every year, because numbers and hours change
 * (Sweden checked against polisen.se, bris.se and 1177.se listings).
 */
import type { Language } from '../terms/categories.ts';

/** Somebody to talk to. */
export interface SupportLine {
  readonly name: string;
  /** As people read it; undefined where there is only a page. */
  readonly phone: string | undefined;
  readonly url: string | undefined;
  /** For whom, and when. */
  readonly forWhom: Readonly<Record<Language, string>>;
}

export interface CountryGuidance {
  readonly emergencyNumber: string;
  /** The police when it is not urgent; undefined where we know no number. */
  readonly policeNumber: string | undefined;
  readonly policeUrl: string | undefined;
  readonly supportLines: readonly SupportLine[];
  /** For the dates in the mailbox (IANA name). */
  readonly timeZone: string;
}

const SWEDEN: CountryGuidance = {
  emergencyNumber: '112',
  policeNumber: '114 14',
  policeUrl: 'https://polisen.se/',
  timeZone: 'Europe/Stockholm',
  supportLines: [
    {
      name: 'Bris',
      phone: '116 111',
      url: 'https://www.bris.se/',
      forWhom: {
        sv: 'För dig under 18 år. Öppet dygnet runt, gratis och anonymt.',
        en: 'For you who are under 18. Open day and night, free and anonymous.',
      },
    },
    {
      name: 'Bris, vuxna om barn',
      phone: '077-150 50 50',
      url: 'https://www.bris.se/',
      forWhom: {
        sv: 'För dig som är vuxen och orolig för ett barn.',
        en: 'For adults who are worried about a child. In Swedish: “Bris, vuxna om barn”.',
      },
    },
    {
      name: 'Sjukvårdsrådgivningen',
      phone: '1177',
      url: 'https://www.1177.se/',
      forWhom: {
        sv: 'Råd från vården, dygnet runt, om det du har sett påverkar hur du mår.',
        en: 'Health advice, day and night, if what you have seen affects how you feel.',
      },
    },
    {
      name: 'Jourhavande medmänniska',
      phone: '08-702 16 80',
      url: 'https://www.jourhavande-medmanniska.se/',
      forWhom: {
        sv: 'Någon att prata med på kvällen och natten, klockan 21 till 06.',
        en: 'Somebody to talk to in the evening and at night, 9 pm to 6 am.',
      },
    },
    {
      name: 'Preventell',
      phone: '020-66 77 88',
      url: 'https://preventell.se/',
      forWhom: {
        sv: 'För dig som är rädd för dina egna tankar om barn. Anonymt och gratis.',
        en: 'For you who are afraid of your own thoughts about children. Anonymous and free.',
      },
    },
  ],
};

/** Where the country has no data of its own. 112 reaches help in the EU and on mobile networks of many other countries. */
const NEUTRAL: CountryGuidance = {
  emergencyNumber: '112',
  policeNumber: undefined,
  policeUrl: undefined,
  timeZone: 'UTC',
  supportLines: [
    {
      name: 'Child Helpline International',
      phone: undefined,
      url: 'https://childhelplineinternational.org/',
      forWhom: {
        sv: 'Hjälplinjer för barn och unga i hela världen. I många europeiska länder är numret 116 111.',
        en: 'Helplines for children and young people all over the world. In many European countries the number is 116 111.',
      },
    },
    {
      name: 'Find a Helpline',
      phone: undefined,
      url: 'https://findahelpline.com/',
      forWhom: { sv: 'Någon att prata med, i ditt land.', en: 'Somebody to talk to, in your country.' },
    },
  ],
};

const BY_COUNTRY: ReadonlyMap<string, CountryGuidance> = new Map([['SE', SWEDEN]]);

/** The guidance for a home country (ISO 3166-1 alpha-2). */
export const guidanceFor = (country: string): CountryGuidance => BY_COUNTRY.get(country) ?? NEUTRAL;
