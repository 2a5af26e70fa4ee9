/** Words of passkeys, at the log-in and among one's own sessions. */
import type { Language } from '../../terms/categories.ts';

const en = {
  or: 'or',
  use: 'Use a passkey in place of the code',
  failed: 'The browser did not answer with a passkey. Try again, or use a code.',
  failedNew:
    'The browser made no passkey: it may be there already, or this address is not the console’s own. Try again.',
  title: 'Passkeys',
  lead: 'A passkey stands in for the code of your app. It answers on this console alone, so nobody can talk you out of it. Your password is still asked for: it opens your keys.',
  none: 'You have no passkey yet.',
  caption: (count: number) => `${count} ${count === 1 ? 'passkey' : 'passkeys'}`,
  name: 'Name',
  nameHelp: 'So that you know it again, for example: key on my key ring.',
  add: 'Add a passkey',
  added: 'Added',
  used: 'Last used',
  never: 'never',
  remove: 'Remove',
  removeOne: (name: string) => `Remove ${name}`,
  suspended: 'not let in: its counter went back, so somebody may have a copy. Remove it and tell a supervisor.',
  noScript: 'Passkeys need script in the browser.',
  unavailable:
    'Passkeys need a console with a name and https. Whoever runs this server sets its address (FYR_CONSOLE_URL).',
  codesOn: 'Codes of your app let you in as well.',
  codesOff: 'Codes of your app do not let you in: a passkey is needed, also on the command line, where there is none.',
  turnOff: 'Let me in by passkey alone',
  turnOn: 'Let codes let me in again',
  done: {
    'passkey-added': 'The passkey has been added.',
    'passkey-removed': 'The passkey has been removed.',
    'codes-turned': 'Done. It holds from the next log-in on.',
  },
  notDone: {
    'passkey-name': 'Give the passkey a name of at most 60 characters.',
    'passkey-no-good':
      'What the browser sent proves no passkey for this console. Load the page again and try once more.',
    'passkey-known': 'This passkey has been added already.',
    'codes-needed': 'Codes cannot be turned off before you have a passkey.',
  },
};
export type SecondFactorTexts = typeof en;

const sv: SecondFactorTexts = {
  or: 'eller',
  use: 'Använd en passkey i stället för koden',
  failed: 'Webbläsaren svarade inte med en passkey. Försök igen eller använd en kod.',
  failedNew:
    'Webbläsaren gjorde ingen passkey: den kan finnas redan, eller så är adressen inte konsolens egen. Försök igen.',
  title: 'Passkeys',
  lead: 'En passkey ersätter koden från din app. Den svarar bara i den här konsolen, så ingen kan lura den av dig. Lösenordet behövs fortfarande: det öppnar dina nycklar.',
  none: 'Du har ingen passkey än.',
  caption: (count) => `${count} ${count === 1 ? 'passkey' : 'passkeys'}`,
  name: 'Namn',
  nameHelp: 'Så att du känner igen den, till exempel: nyckeln på min nyckelring.',
  add: 'Lägg till en passkey',
  added: 'Tillagd',
  used: 'Senast använd',
  never: 'aldrig',
  remove: 'Ta bort',
  removeOne: (name) => `Ta bort ${name}`,
  suspended:
    'släpps inte in: dess räknare har gått bakåt, så någon kan ha en kopia. Ta bort den och säg till en arbetsledare.',
  noScript: 'Passkeys kräver skript i webbläsaren.',
  unavailable:
    'Passkeys kräver en konsol med namn och https. Den som sköter servern ställer in adressen (FYR_CONSOLE_URL).',
  codesOn: 'Koder från din app släpper också in dig.',
  codesOff:
    'Koder från din app släpper inte in dig: en passkey krävs, även på kommandoraden, där det inte finns någon.',
  turnOff: 'Släpp bara in mig med passkey',
  turnOn: 'Låt koder släppa in mig igen',
  done: {
    'passkey-added': 'Din passkey är tillagd.',
    'passkey-removed': 'Din passkey är borttagen.',
    'codes-turned': 'Klart. Det gäller från nästa inloggning.',
  },
  notDone: {
    'passkey-name': 'Ge din passkey ett namn på högst 60 tecken.',
    'passkey-no-good':
      'Det som webbläsaren skickade visar ingen passkey för den här konsolen. Ladda om sidan och försök igen.',
    'passkey-known': 'Den här passkeyn finns redan.',
    'codes-needed': 'Koder kan inte stängas av innan du har en passkey.',
  },
};

/** In the console's language. */
export const secondFactorTexts = (language: Language): SecondFactorTexts => ({ en, sv })[language];
