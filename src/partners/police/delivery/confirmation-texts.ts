/** What the page says that a package's link opens, in both languages. */
import type { Language } from '../../../terms/categories.ts';

/** Every word of it. */
export interface ConfirmationTexts {
  readonly title: string;
  readonly lead: string;
  readonly submit: string;
  readonly doneTitle: string;
  readonly done: (when: string) => string;
  readonly missingTitle: string;
  readonly missing: string;
  readonly awayTitle: string;
  readonly away: string;
  readonly again: string;
}

const sv: ConfirmationTexts = {
  title: 'Bekräfta mottagandet',
  lead: 'Bekräfta att ni har fått ärendet och kan läsa det. Då behöver ingen från hotlinen ringa. Sidan visar ingenting ur ärendet.',
  submit: 'Vi har fått det',
  doneTitle: 'Tack, mottagandet är bekräftat',
  done: (when) => `Bekräftat ${when}. Ni kan stänga sidan.`,
  missingTitle: 'Länken leder ingenstans',
  missing: 'Kontrollera att hela länken kom med. Ring annars hotlinen.',
  awayTitle: 'Det gick inte just nu',
  away: 'Mottagandet är inte bekräftat. Försök igen om en stund, eller ring hotlinen.',
  again: 'Försök igen',
};

const en: ConfirmationTexts = {
  title: 'Confirm receipt',
  lead: 'Confirm that you have received the case and can read it. Then nobody at the hotline needs to call. This page shows nothing of the case.',
  submit: 'We have received it',
  doneTitle: 'Thank you, receipt is confirmed',
  done: (when) => `Confirmed ${when}. You can close this page.`,
  missingTitle: 'This link leads nowhere',
  missing: 'Check that the whole link came along. Otherwise call the hotline.',
  awayTitle: 'That did not work just now',
  away: 'Receipt is not confirmed. Try again in a moment, or call the hotline.',
  again: 'Try again',
};

const CATALOGUE: Readonly<Record<Language, ConfirmationTexts>> = { sv, en };

/** The words in one language. */
export const confirmationTextsIn = (language: Language): ConfirmationTexts => CATALOGUE[language];
