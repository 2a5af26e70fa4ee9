/** Words of where a case's items are hosted. */
import type { Language } from '../../terms/categories.ts';

const en = {
  title: 'Where it is hosted',
  caption: 'Countries that host items of this case',
  country: 'Country',
  items: 'Items',
  which: (count: number, which: string) => (count === 1 ? `item ${which}` : `${count} items: ${which}`),
  unknown: 'Not known',
  network: 'Network',
  otherwise: (network: string) => `The table of networks says ${network}: one of the two is out of date.`,
  table: (name: string, day: string) => `Networks: registries, and the table ${name} of ${day}.`,
  dbIp: 'IP Geolocation by DB-IP',
  moved: (item: number, to: string, from: string) =>
    `Item ${item} answered from another network: ${to}, before ${from}`,
  source: 'By the IP address’s registration: a machine can stand elsewhere.',
};
export type HostTexts = typeof en;

const sv: HostTexts = {
  title: 'Var det finns',
  caption: 'Länder där ärendets objekt finns',
  country: 'Land',
  items: 'Objekt',
  which: (count, which) => (count === 1 ? `objekt ${which}` : `${count} objekt: ${which}`),
  unknown: 'Okänt',
  network: 'Nät',
  otherwise: (network) => `Nättabellen säger ${network}: en av de två är inaktuell.`,
  table: (name, day) => `Nät: register, och tabellen ${name} från ${day}.`,
  dbIp: 'IP-geolokalisering av DB-IP',
  moved: (item, to, from) => `Objekt ${item} svarade från ett annat nät: ${to}, förut ${from}`,
  source: 'Enligt IP-adressens registrering: maskinen kan stå någon annanstans.',
};

/** In the console's language. */
export const hostTexts = (language: Language): HostTexts => ({ en, sv })[language];
