/** Words of a console that is locked. */
import type { Language } from '../../terms/categories.ts';

const en = {
  title: 'Locked',
  lock: 'Lock',
  lead: (name: string) => `${name}, your session is locked. Nothing opens until you give your password.`,
  kept: 'What you had just sent has not been done. It is kept, sealed, on this page, and you can send it once you are in.',
  password: 'Password',
  unlock: 'Unlock',
  other: 'Not you?',
  leave: 'End this session',
  wrong: 'That is not your password. Try again.',
  paused: (until: string) => `There have been too many wrong tries. Wait until ${until}, then try again.`,
  over: 'This session is over. Copy what you have written if you need it: then log in again.',
  keptTitle: 'You are back',
  keptLead: 'The console had locked itself when you sent this form, so it was not done. It is here as you left it.',
  send: 'Send it now',
  discard: 'Do not send it',
};
export type LockTexts = typeof en;

const sv: LockTexts = {
  title: 'Låst',
  lock: 'Lås',
  lead: (name) => `${name}, din session är låst. Inget öppnas förrän du har angett ditt lösenord.`,
  kept: 'Det du nyss skickade har inte utförts. Det finns kvar, förseglat, på den här sidan och du kan skicka det när du är inne.',
  password: 'Lösenord',
  unlock: 'Lås upp',
  other: 'Inte du?',
  leave: 'Avsluta sessionen',
  wrong: 'Det är inte ditt lösenord. Försök igen.',
  paused: (until) => `Det har blivit för många felaktiga försök. Vänta till ${until} och försök sedan igen.`,
  over: 'Sessionen är slut. Kopiera det du har skrivit om du behöver det och logga sedan in igen.',
  keptTitle: 'Du är tillbaka',
  keptLead:
    'Konsolen hade låst sig när du skickade formuläret, så det utfördes inte. Det finns här som du lämnade det.',
  send: 'Skicka det nu',
  discard: 'Skicka det inte',
};

/** In the console's language. */
export const lockTexts = (language: Language): LockTexts => ({ en, sv })[language];
