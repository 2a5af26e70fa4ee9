/** Words of a CDN or proxy before an item's host, and of the origin behind it. */
import type { OriginSaying, OriginWay } from '../../cases/door.ts';
import type { Language } from '../../terms/categories.ts';

const en = {
  title: 'Behind a CDN or proxy',
  lead: {
    known: 'A CDN or proxy answers at this address: its IP address and country say nothing of where the item is kept.',
    said: 'You or a colleague said that a CDN or proxy answers at this address.',
    none: 'No CDN or proxy is known to answer at this address. Say so here if you know that one does.',
  },
  stands: {
    'origin-unknown': 'Nobody has found the origin yet, the host behind it. Find it before anybody is told.',
    'origin-not-found': 'The origin could not be found. The CDN or proxy alone is told.',
  },
  looking: 'The origin’s host is being looked up. This takes moments: load the page again.',
  leadsBack:
    'The origin that was named leads to a CDN or proxy too. Find the host behind it, or say that it could not be found.',
  outOfDate: 'The item’s host has been looked up anew since somebody said this. Confirm it, or say what holds now.',
  before: { found: (host: string) => `Before: ${host}`, 'not-found': 'Before: it could not be found' },
  origin: 'Origin',
  originIp: 'Its IP address',
  originCountry: 'Its country',
  foundBy: 'Found by',
  by: (who: string, when: string) => `${who}, ${when}`,
  open: { unlisted: 'Say that one stands before it', first: 'Say where it is kept', correct: 'Correct it' },
  said: 'Was the origin found?',
  saidOptions: {
    found: 'Yes',
    'not-found': 'No, I looked and it cannot be found',
    'taken-back': 'What was said before was wrong',
  } satisfies Record<OriginSaying['said'], string>,
  host: 'Origin: host name or IP address',
  hostHelp:
    'For example www.example.org or 192.0.2.1. Of a web address, the host is taken. It is only looked up by name; nothing there is visited.',
  way: 'How was it found?',
  wayHelp: 'Only asked where it was found.',
  ways: {
    registry: 'A registry, or the domain’s registration',
    provider: 'The CDN’s or proxy’s answer',
    history: 'Certificates, or the DNS of before',
    other: 'Another way',
  } satisfies Record<OriginWay, string>,
  save: 'Save the origin',
  answered: (provider: string) => `${provider} has answered that it is not theirs:`,
  names: (other: string) => `they name ${other}`,
  cannot: 'Only whoever has the case can say it: claim it or take it up again.',
  problems: {
    said: 'Say whether the origin was found.',
    host: 'Write a host name or an IP address, for example www.example.org or 192.0.2.1. Nothing inside a network of one’s own is taken.',
    same: 'That is the address that answers now. Write the host behind it.',
    proxy:
      'That IP address belongs to a CDN or proxy too. Write the host behind it, or say that it could not be found.',
    way: 'Say how it was found.',
  },
  inTable: {
    'origin-unknown': 'Behind a CDN or proxy',
    'origin-known': 'behind a CDN or proxy',
    'origin-not-found': 'Behind a CDN or proxy',
  },
  inTableHelp: { 'origin-unknown': 'origin not found yet', 'origin-not-found': 'origin not to be found' },
  short: 'CDN or proxy',
  itsOwn: 'The IP address and country are the CDN’s or proxy’s own.',
  moved: (ip: string, country: string) =>
    `The host has changed: the newest visit was answered at ${ip} (${country}). Look at it again and assess it; nothing is sent before.`,
  unknownCountry: 'country not known',
  toFind: (item: number) => `Say where item ${item} is kept`,
  toAssess: (item: number) => `Assess item ${item} again`,
  timeline: {
    found: (item: number) => `Item ${item}: the origin behind its CDN or proxy was found`,
    'not-found': (item: number) => `Item ${item}: the origin behind its CDN or proxy could not be found`,
    'taken-back': (item: number) => `Item ${item}: what was said of its origin was taken back`,
  } satisfies Record<OriginSaying['said'], (item: number) => string>,
  done: 'Saved. What follows has changed with it.',
};
export type OriginTexts = typeof en;

const sv: OriginTexts = {
  title: 'Bakom ett innehållsnätverk eller en proxy',
  lead: {
    known:
      'Ett innehållsnätverk eller en proxy svarar på den här adressen: dess IP-adress och land säger inget om var objektet finns.',
    said: 'Du eller en kollega har sagt att ett innehållsnätverk eller en proxy svarar på den här adressen.',
    none: 'Det är inte känt att något innehållsnätverk eller någon proxy svarar på den här adressen. Säg det här om du vet att det är så.',
  },
  stands: {
    'origin-unknown': 'Ingen har hittat ursprunget än, värden bakom. Hitta det innan någon underrättas.',
    'origin-not-found': 'Ursprunget gick inte att hitta. Bara innehållsnätverket eller proxyn underrättas.',
  },
  looking: 'Ursprungets värd slås upp. Det tar några ögonblick: ladda om sidan.',
  leadsBack:
    'Ursprunget som angavs leder också till ett innehållsnätverk eller en proxy. Hitta värden bakom, eller säg att den inte gick att hitta.',
  outOfDate:
    'Objektets värd har slagits upp på nytt sedan någon sa det här. Bekräfta det, eller säg vad som gäller nu.',
  before: { found: (host) => `Förut: ${host}`, 'not-found': 'Förut: det gick inte att hitta' },
  origin: 'Ursprung',
  originIp: 'Dess IP-adress',
  originCountry: 'Dess land',
  foundBy: 'Hittat genom',
  by: (who, when) => `${who}, ${when}`,
  open: { unlisted: 'Säg att något står framför det', first: 'Säg var det finns', correct: 'Rätta det' },
  said: 'Har ursprunget hittats?',
  saidOptions: {
    found: 'Ja',
    'not-found': 'Nej, jag har letat och det går inte att hitta',
    'taken-back': 'Det som sades förut var fel',
  },
  host: 'Ursprung: värdnamn eller IP-adress',
  hostHelp:
    'Till exempel www.example.org eller 192.0.2.1. Av en webbadress tas värden. Den slås bara upp genom sitt namn; inget där besöks.',
  way: 'Hur hittades det?',
  wayHelp: 'Frågas bara där det har hittats.',
  ways: {
    registry: 'Ett register, eller domänens registrering',
    provider: 'Innehållsnätverkets eller proxyns svar',
    history: 'Certifikat, eller äldre DNS',
    other: 'På annat sätt',
  },
  save: 'Spara ursprunget',
  answered: (provider) => `${provider} har svarat att det inte är deras:`,
  names: (other) => `de nämner ${other}`,
  cannot: 'Bara den som har ärendet kan säga det: ta det, eller ta upp det igen.',
  problems: {
    said: 'Säg om ursprunget har hittats.',
    host: 'Skriv ett värdnamn eller en IP-adress, till exempel www.example.org eller 192.0.2.1. Inget inuti någons eget nät tas emot.',
    same: 'Det är adressen som svarar nu. Skriv värden bakom den.',
    proxy:
      'Den IP-adressen tillhör också ett innehållsnätverk eller en proxy. Skriv värden bakom, eller säg att den inte gick att hitta.',
    way: 'Säg hur det hittades.',
  },
  inTable: {
    'origin-unknown': 'Bakom ett innehållsnätverk eller en proxy',
    'origin-known': 'bakom ett innehållsnätverk eller en proxy',
    'origin-not-found': 'Bakom ett innehållsnätverk eller en proxy',
  },
  inTableHelp: { 'origin-unknown': 'ursprunget inte hittat än', 'origin-not-found': 'ursprunget går inte att hitta' },
  short: 'Nät eller proxy',
  itsOwn: 'IP-adressen och landet är innehållsnätverkets eller proxyns egna.',
  moved: (ip, country) =>
    `Värden har ändrats: det senaste besöket fick svar från ${ip} (${country}). Titta på det igen och bedöm det; inget skickas dessförinnan.`,
  unknownCountry: 'okänt land',
  toFind: (item) => `Säg var objekt ${item} finns`,
  toAssess: (item) => `Bedöm objekt ${item} igen`,
  timeline: {
    found: (item) => `Objekt ${item}: ursprunget bakom dess innehållsnätverk eller proxy hittades`,
    'not-found': (item) => `Objekt ${item}: ursprunget bakom dess innehållsnätverk eller proxy gick inte att hitta`,
    'taken-back': (item) => `Objekt ${item}: det som sagts om dess ursprung togs tillbaka`,
  },
  done: 'Sparat. Det som följer har ändrats därefter.',
};

const ALL = { en, sv };

/** In the console's language. */
export const originTexts = (language: Language): OriginTexts => ALL[language];
/** In both: for questions that are asked in the shape of the question set's. */
export const originTextsIn = (pick: (texts: OriginTexts) => string): { readonly en: string; readonly sv: string } => ({
  ...{ en: pick(en), sv: pick(sv) },
});
