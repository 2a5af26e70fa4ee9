/** The ways on from the page of partners: in a sentence, what is done there. */
import type { Language } from '../../terms/categories.ts';

const en = {
  title: 'More of what comes and goes',
  iccam: 'Cases that partner hotlines assign, what they have heard of them, and reading again from a day on.',
  templates: 'Drafted by one person and released by another; earlier versions stay.',
  forms: 'Categories, questions and words in all languages, previewed before a second person releases them.',
  routing:
    'The rules by which cases go to the police, other hotlines and providers; a change is tried on past cases before it is released.',
  exchange: 'Hotlines that run Fyr: confirmed hashes and cases, both ways.',
  feed: 'Who may ask whether an address is confirmed now, without learning any other.',
  webhooks: 'The hotline’s own systems are told that something happened: kind and ids, no content.',
  sites: 'Partner sites whose visitors’ tips are handed over, sealed before they leave.',
};

const sv: typeof en = {
  title: 'Mer av det som kommer och går',
  iccam: 'Ärenden som partnerhotlines tilldelar, vad de har fått veta om dem, och att läsa om från en viss dag.',
  templates: 'En person skriver och en annan släpper; tidigare versioner finns kvar.',
  forms: 'Kategorier, frågor och ord på alla språk, förhandsvisade innan en andra person släpper dem.',
  routing:
    'Reglerna för när ärenden går till polisen, andra hotlines och leverantörer; en ändring prövas på tidigare ärenden innan den släpps.',
  exchange: 'Hotlines som kör Fyr: bekräftade hashvärden och ärenden, åt båda håll.',
  feed: 'Vilka som får fråga om en adress är bekräftad nu, utan att få veta någon annan.',
  webhooks: 'Hotlinens egna system får veta att något har hänt: slag och id, inget innehåll.',
  sites: 'Partners vars besökare lämnar tips vidare hit, förseglade innan de lämnar dem.',
};

const TEXTS: Readonly<Record<Language, typeof en>> = { sv, en };

/** In `language`. */
export const partnerLinkTexts = (language: Language): typeof en => TEXTS[language];
