/** The words of the figures page, in every language of the house. */
import type { Language, TipCategory } from '../terms/categories.ts';

/** Whole sentences with places for numbers, because word order differs by language. */
export interface FiguresTexts {
  readonly heading: string;
  readonly period: (from: string, to: string, timeZone: string, at: string) => string;
  readonly keyFigures: string;
  readonly keyTips: string;
  readonly keyMedian: string;
  readonly keyP90: string;
  readonly keyStillOnline: string;
  readonly ofFollowed: (followed: string) => string;
  readonly notYet: string;
  readonly notYetWhy: string;
  readonly tipsHeading: string;
  readonly tipsLead: string;
  readonly tipsDescription: (total: string, top: string, topMonth: string) => string;
  readonly tipsAxis: string;
  readonly tipsCaption: string;
  readonly tipsEmpty: string;
  readonly month: string;
  readonly total: string;
  readonly soFar: string;
  readonly categories: Readonly<Record<TipCategory, string>>;
  readonly removalHeading: string;
  readonly removalLead: string;
  readonly removalMethod: string;
  readonly removalDescription: (followed: string, gone: string, median: string) => string;
  readonly removalCaption: string;
  readonly removalEmpty: string;
  readonly shareOnlineAxis: string;
  readonly daysAxis: string;
  readonly medianMark: string;
  readonly p90Mark: string;
  readonly within: string;
  readonly removedShare: string;
  readonly stillFollowed: string;
  readonly unknownYet: string;
}

const sv: FiguresTexts = {
  heading: 'Statistik',
  period: (from, to, timeZone, at) =>
    `Perioden ${from} till ${to}, med månader i tidszonen ${timeZone}. Framtagen ${at}.`,
  keyFigures: 'I korthet',
  keyTips: 'tips under perioden',
  keyMedian: 'tills hälften är borta',
  keyP90: 'tills nio av tio är borta',
  keyStillOnline: 'fortfarande online',
  ofFollowed: (followed) => `av ${followed} följda`,
  notYet: 'Inte än',
  notYetWhy: 'För många ligger kvar eller har följts för kort tid.',
  tipsHeading: 'Tips per månad och kategori',
  tipsLead: 'Alla mottagna tips, räknade när de kom in. Samma tips som skickats två gånger räknas en gång.',
  tipsDescription: (total, top, topMonth) =>
    `Staplar, en för varje månad, delade efter kategori. Sammanlagt ${total} tips; flest i ${topMonth}: ${top}. Alla tal finns i tabellen under.`,
  tipsAxis: 'Tips',
  tipsCaption: 'Tips per månad och kategori, i siffror',
  tipsEmpty: 'Inga tips har kommit in under perioden. Så snart det första tipset är mottaget visas det här.',
  month: 'Månad',
  total: 'Alla',
  soFar: 'hittills',
  categories: {
    online: 'Bild eller film',
    grooming: 'Grooming',
    extortion: 'Utpressning',
    trafficking: 'Människohandel',
    travel: 'Resande',
    offline: 'Utanför nätet',
    other: 'Annat',
  },
  removalHeading: 'Tid till borttagning',
  removalLead: 'Från beslut om anmälan tills materialet först syntes vara borta.',
  removalMethod:
    'Det som ännu ligger kvar räknas med så länge det har följts (Kaplan–Meier). Annars skulle borttagningen se snabbare ut än den är.',
  removalDescription: (followed, gone, median) =>
    `Kurva över andelen som ligger kvar efter ett visst antal dygn. ${followed} följda, ${gone} borta. Hälften är borta efter: ${median}. Andelarna finns i tabellen under.`,
  removalCaption: 'Andel borttaget inom ett visst antal dygn',
  removalEmpty: 'Inget material har följts under perioden. Tiden börjar räknas när ett ärende är beslutat.',
  shareOnlineAxis: 'Kvar online',
  daysAxis: 'Dygn sedan beslutet',
  medianMark: 'hälften borta',
  p90Mark: 'nio av tio borta',
  within: 'Inom',
  removedShare: 'Borttaget',
  stillFollowed: 'Online och följda längre',
  unknownYet: 'inte känt än',
};

const en: FiguresTexts = {
  heading: 'Figures',
  period: (from, to, timeZone, at) => `From ${from} to ${to}, with months in the time zone ${timeZone}. Made on ${at}.`,
  keyFigures: 'In short',
  keyTips: 'tips in the period',
  keyMedian: 'until half are gone',
  keyP90: 'until nine of ten are gone',
  keyStillOnline: 'still online',
  ofFollowed: (followed) => `of ${followed} followed`,
  notYet: 'Not yet',
  notYetWhy: 'Too many are still online, or have been followed for too short a time.',
  tipsHeading: 'Tips by month and category',
  tipsLead: 'All tips received, counted when they came in. The same tip sent twice is counted once.',
  tipsDescription: (total, top, topMonth) =>
    `Bars, one a month, divided by category. ${total} tips in all; most in ${topMonth}: ${top}. All numbers are in the table below.`,
  tipsAxis: 'Tips',
  tipsCaption: 'Tips by month and category, in numbers',
  tipsEmpty: 'No tip came in during the period. The first one will be shown here as soon as it is received.',
  month: 'Month',
  total: 'All',
  soFar: 'so far',
  categories: {
    online: 'Picture or film',
    grooming: 'Grooming',
    extortion: 'Extortion',
    trafficking: 'Trafficking',
    travel: 'Travel',
    offline: 'Offline',
    other: 'Other',
  },
  removalHeading: 'Time to removal',
  removalLead: 'From the decision to report until the material was first found gone.',
  removalMethod:
    'What is still online counts for as long as it has been followed (Kaplan–Meier). Otherwise removal would look faster than it is.',
  removalDescription: (followed, gone, median) =>
    `A curve of the share that is still online after a number of days. ${followed} followed, ${gone} gone. Half are gone after: ${median}. The shares are in the table below.`,
  removalCaption: 'Share removed within a number of days',
  removalEmpty: 'Nothing was followed during the period. Time begins to run when a case is decided.',
  shareOnlineAxis: 'Still online',
  daysAxis: 'Days since the decision',
  medianMark: 'half are gone',
  p90Mark: 'nine of ten are gone',
  within: 'Within',
  removedShare: 'Removed',
  stillFollowed: 'Online and followed longer',
  unknownYet: 'not known yet',
};

/** The texts in a language. */
export const FIGURES_TEXTS: Readonly<Record<Language, FiguresTexts>> = { sv, en };
