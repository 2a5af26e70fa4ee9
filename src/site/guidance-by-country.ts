/**
 * Whom to call in the countries that neighbour a hotline of this coast, and where its languages are spoken. Data. Sweden was checked
 * against the services' own pages; for the others only what is long established and public was taken, and a deployment there
 * checks it before it opens (`fyr texts` says which are unchecked).
 */
import type { CountryGuidance, Service } from './support.ts';

/** A country's own services, shown also on the site of another country's hotline. */
export interface CountryServices {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly emergencyNumber: string;
  /** The INHOPE member that takes tips from the public; undefined where we are not sure of one. */
  readonly hotline: Service | undefined;
  readonly childLine: Service & { readonly phone: string };
}

type NewGuidance = CountryServices & Omit<CountryGuidance, 'emergencyNumber' | 'supportLines'>;

/** 116 111 is the EU's number for lines for children (Commission Decision 2007/116/EC); France runs 119. */
const COUNTRIES: readonly NewGuidance[] = [
  {
    country: 'FI',
    emergencyNumber: '112',
    policeNumber: undefined,
    policeUrl: 'https://poliisi.fi/',
    timeZone: 'Europe/Helsinki',
    exitUrl: 'https://www.ilmatieteenlaitos.fi/',
    isChecked: false,
    hotline: { name: 'Nettivihje (Pelastakaa Lapset)', url: 'https://www.pelastakaalapset.fi/' },
    childLine: { name: 'Lasten ja nuorten puhelin (MLL)', phone: '116 111', url: 'https://www.mll.fi/' },
  },
  {
    country: 'NO',
    emergencyNumber: '112',
    policeNumber: '02800',
    policeUrl: 'https://www.politiet.no/',
    timeZone: 'Europe/Oslo',
    exitUrl: 'https://www.yr.no/',
    isChecked: false,
    hotline: undefined,
    childLine: { name: 'Alarmtelefonen for barn og unge', phone: '116 111', url: 'https://www.116111.no/' },
  },
  {
    country: 'DK',
    emergencyNumber: '112',
    policeNumber: '114',
    policeUrl: 'https://politi.dk/',
    timeZone: 'Europe/Copenhagen',
    exitUrl: 'https://www.dmi.dk/',
    isChecked: false,
    hotline: { name: 'AnmeldDet (Red Barnet)', url: 'https://redbarnet.dk/' },
    childLine: { name: 'BørneTelefonen (Børns Vilkår)', phone: '116 111', url: 'https://bornetelefonen.dk/' },
  },
  {
    country: 'DE',
    // 112 reaches the fire brigade and the ambulance there; the police are 110.
    emergencyNumber: '110',
    policeNumber: undefined,
    policeUrl: 'https://www.polizei.de/',
    timeZone: 'Europe/Berlin',
    exitUrl: 'https://www.dwd.de/',
    isChecked: false,
    hotline: { name: 'Internet-Beschwerdestelle (eco, FSM)', url: 'https://www.internet-beschwerdestelle.de/' },
    childLine: { name: 'Nummer gegen Kummer', phone: '116 111', url: 'https://www.nummergegenkummer.de/' },
  },
  {
    country: 'FR',
    emergencyNumber: '112',
    policeNumber: undefined,
    policeUrl: undefined,
    timeZone: 'Europe/Paris',
    exitUrl: 'https://meteofrance.com/',
    isChecked: false,
    hotline: { name: 'Point de Contact', url: 'https://www.pointdecontact.net/' },
    childLine: { name: 'Allô Enfance en Danger', phone: '119', url: 'https://www.allo119.gouv.fr/' },
  },
  {
    country: 'ES',
    emergencyNumber: '112',
    policeNumber: undefined,
    policeUrl: 'https://www.policia.es/',
    timeZone: 'Europe/Madrid',
    exitUrl: 'https://www.aemet.es/',
    isChecked: false,
    hotline: { name: 'INCIBE', url: 'https://www.incibe.es/' },
    childLine: { name: 'Fundación ANAR', phone: '900 20 20 10', url: 'https://www.anar.org/' },
  },
  {
    country: 'PL',
    emergencyNumber: '112',
    policeNumber: undefined,
    policeUrl: 'https://www.policja.pl/',
    timeZone: 'Europe/Warsaw',
    exitUrl: 'https://www.wikipedia.org/',
    isChecked: false,
    hotline: { name: 'Dyżurnet.pl (NASK)', url: 'https://dyzurnet.pl/' },
    childLine: { name: 'Telefon Zaufania dla Dzieci i Młodzieży', phone: '116 111', url: 'https://116111.pl/' },
  },
  {
    country: 'UA',
    // The police's own number; 112 is still being introduced.
    emergencyNumber: '102',
    policeNumber: undefined,
    policeUrl: 'https://npu.gov.ua/',
    timeZone: 'Europe/Kyiv',
    exitUrl: 'https://www.wikipedia.org/',
    isChecked: false,
    hotline: undefined,
    childLine: { name: 'Ла Страда – Україна', phone: '116 111', url: 'https://la-strada.org.ua/' },
  },
];

const SWEDISH_SERVICES: CountryServices = {
  country: 'SE',
  emergencyNumber: '112',
  hotline: { name: 'ECPAT Hotline', url: 'https://ecpat.se/' },
  childLine: { name: 'Bris', phone: '116 111', url: 'https://www.bris.se/' },
};

/** Guidance of the countries above, by country. */
export const GUIDANCE_BY_COUNTRY: readonly (readonly [string, CountryGuidance])[] = COUNTRIES.map((each) => {
  const { country, emergencyNumber, policeNumber, policeUrl, timeZone, exitUrl, isChecked, childLine } = each;
  const police = { emergencyNumber, policeNumber, policeUrl };
  return [
    country,
    { ...police, timeZone, exitUrl, isChecked, supportLines: [{ ...childLine, forWhom: 'childrenLine' }] },
  ];
});

/** What there is in other countries than a hotline's own. */
export const servicesElsewhere = (homeCountry: string): readonly CountryServices[] =>
  [SWEDISH_SERVICES, ...COUNTRIES].filter(({ country }) => country !== homeCountry);
