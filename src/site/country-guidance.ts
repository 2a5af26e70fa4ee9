/**
 * Whom to call, by the hotline's home country. Data: a deployment checks it every year, because numbers and hours change
 * (Sweden checked against polisen.se, bris.se and 1177.se listings).
 */
import type { SiteTexts } from './texts.ts';

/** Somebody to talk to. */
export interface SupportLine {
  readonly name: string;
  /** As people read it; undefined where there is only a page. */
  readonly phone: string | undefined;
  readonly url: string | undefined;
  /** For whom, and when: a text of every language. */
  readonly forWhom: keyof SiteTexts['supportLines'];
}

export interface CountryGuidance {
  readonly emergencyNumber: string;
  /** The police when it is not urgent; undefined where we know no number. */
  readonly policeNumber: string | undefined;
  readonly policeUrl: string | undefined;
  readonly supportLines: readonly SupportLine[];
  /** For the dates in the mailbox (IANA name). */
  readonly timeZone: string;
  /** Where somebody goes who must leave the site at once: an ordinary page that anybody might be reading. */
  readonly exitUrl: string;
}

const SWEDEN: CountryGuidance = {
  emergencyNumber: '112',
  policeNumber: '114 14',
  policeUrl: 'https://polisen.se/',
  timeZone: 'Europe/Stockholm',
  exitUrl: 'https://www.smhi.se/',
  supportLines: [
    {
      name: 'Bris',
      phone: '116 111',
      url: 'https://www.bris.se/',
      forWhom: 'children',
    },
    {
      name: 'Bris, vuxna om barn',
      phone: '077-150 50 50',
      url: 'https://www.bris.se/',
      forWhom: 'adultsForChildren',
    },
    {
      name: 'Sjukvårdsrådgivningen',
      phone: '1177',
      url: 'https://www.1177.se/',
      forWhom: 'health',
    },
    {
      name: 'Jourhavande medmänniska',
      phone: '08-702 16 80',
      url: 'https://www.jourhavande-medmanniska.se/',
      forWhom: 'night',
    },
    {
      name: 'Preventell',
      phone: '020-66 77 88',
      url: 'https://preventell.se/',
      forWhom: 'ownThoughts',
    },
  ],
};

/** Where the country has no data of its own. 112 reaches help in the EU and on mobile networks of many other countries. */
const NEUTRAL: CountryGuidance = {
  emergencyNumber: '112',
  policeNumber: undefined,
  policeUrl: undefined,
  timeZone: 'UTC',
  exitUrl: 'https://www.wikipedia.org/',
  supportLines: [
    {
      name: 'Child Helpline International',
      phone: undefined,
      url: 'https://childhelplineinternational.org/',
      forWhom: 'childrenWorldwide',
    },
    {
      name: 'Find a Helpline',
      phone: undefined,
      url: 'https://findahelpline.com/',
      forWhom: 'anyoneWorldwide',
    },
  ],
};

const BY_COUNTRY: ReadonlyMap<string, CountryGuidance> = new Map([['SE', SWEDEN]]);

/** The guidance for a home country (ISO 3166-1 alpha-2). */
export const guidanceFor = (country: string): CountryGuidance => BY_COUNTRY.get(country) ?? NEUTRAL;
