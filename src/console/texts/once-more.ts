/** Words of acts that take one's password once more. */
import type { NotProved } from '../../staff/door.ts';
import type { Language } from '../../terms/categories.ts';

interface OnceMoreTexts {
  readonly password: string;
  readonly why: string;
  readonly notForOff: string;
  readonly done: Readonly<Record<string, string>>;
  readonly notDone: Readonly<Record<NotProved, string>>;
}

const en: OnceMoreTexts = {
  password: 'Your password, once more',
  why: 'So that nobody does this at a screen that was left open.',
  notForOff: 'Only to turn it off, leave this empty.',
  done: {},
  notDone: {
    'password-wrong': 'That is not your password, so nothing was changed. Try again.',
    'password-paused': 'There have been too many wrong tries with your password. Wait some minutes, then try again.',
  },
};

const sv: OnceMoreTexts = {
  password: 'Ditt lösenord, en gång till',
  why: 'Så att ingen gör det vid en skärm som lämnats öppen.',
  notForOff: 'Lämna tomt om du bara stänger av.',
  done: {},
  notDone: {
    'password-wrong': 'Det är inte ditt lösenord, så inget ändrades. Försök igen.',
    'password-paused': 'Det har blivit för många felaktiga försök med ditt lösenord. Vänta några minuter.',
  },
};

/** In the console's language. */
export const onceMoreTexts = (language: Language): OnceMoreTexts => ({ en, sv })[language];
