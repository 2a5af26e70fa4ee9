/**
 * Whom to call, by the hotline's home country. Data: a deployment checks it every year, because numbers and hours change
 * (Sweden checked against polisen.se, bris.se and 1177.se listings; the others in guidance-by-country.ts).
 */
import { GUIDANCE_BY_COUNTRY } from './guidance-by-country.ts';
import type { CountryGuidance } from './support.ts';

const SWEDEN: CountryGuidance = {
  emergencyNumber: '112',
  policeNumber: '114 14',
  policeUrl: 'https://polisen.se/',
  timeZone: 'Europe/Stockholm',
  isChecked: true,
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
  isChecked: true,
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

const BY_COUNTRY: ReadonlyMap<string, CountryGuidance> = new Map([['SE', SWEDEN], ...GUIDANCE_BY_COUNTRY]);

/** The guidance for a home country (ISO 3166-1 alpha-2). */
export const guidanceFor = (country: string): CountryGuidance => BY_COUNTRY.get(country) ?? NEUTRAL;

/** The countries whose guidance waits for somebody to check it (`fyr texts`). */
export const uncheckedGuidance = (): readonly string[] =>
  [...BY_COUNTRY].filter(([, { isChecked }]) => !isChecked).map(([country]) => country);
