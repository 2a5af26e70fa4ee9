/** Words of logging in by an identity provider. */
import type { Language } from '../../terms/categories.ts';

const en = {
  use: (name: string) => `Log in with ${name}`,
  welcome: (name: string) => `${name} knows you`,
  welcomeLead: 'Now your login and password here: the password opens your keys, and no other system has it.',
  refusedTitle: (name: string) => `${name} did not let you in`,
  refused: {
    unproved: 'What came back from there proves nothing. Try again, or log in with a code or a passkey.',
    weak: (name: string) =>
      `${name} knows you, but does not say that you logged in there as strongly as this console asks. Log out there, log in with a second factor, and try again; or log in here with a code or a passkey.`,
    away: 'It does not answer at the moment. Try again in a while, or log in with a code or a passkey.',
  },
  again: 'To the log-in',
  title: (name: string) => `Your account at ${name}`,
  notLinked: (name: string) =>
    `Not connected. Once it is, ${name} can stand in for your code; your password is still asked for.`,
  linked: (name: string, since: string) => `Connected since ${since}: ${name} can stand in for your code.`,
  link: (name: string) => `Connect my account at ${name}`,
  unlink: 'Disconnect',
  connectTitle: (name: string) => `Connect your account at ${name}?`,
  connectLead: (name: string) =>
    `Whoever can log in there as you, and knows your password here, will be let in as you. ${name} learns nothing of what you do here.`,
  connect: 'Connect it',
  goOn: 'Go on',
  password: 'Your password here, once more',
  done: { 'oidc-linked': 'Your account has been connected.', 'oidc-unlinked': 'Your account has been disconnected.' },
  notDone: {
    'oidc-taken': 'That account is connected to somebody else here.',
    'oidc-old': 'That took too long. Connect your account again.',
    'oidc-not-linked': 'No account was connected.',
  },
};
export type OidcTexts = typeof en;

const sv: OidcTexts = {
  use: (name) => `Logga in med ${name}`,
  welcome: (name) => `${name} känner dig`,
  welcomeLead:
    'Nu din inloggning och ditt lösenord här: lösenordet öppnar dina nycklar och inget annat system har det.',
  refusedTitle: (name) => `${name} släppte inte in dig`,
  refused: {
    unproved: 'Det som kom tillbaka därifrån visar ingenting. Försök igen eller logga in med en kod eller en passkey.',
    weak: (name) =>
      `${name} känner dig, men säger inte att du loggade in där så starkt som den här konsolen kräver. Logga ut där, logga in med en andra faktor och försök igen; eller logga in här med en kod eller en passkey.`,
    away: 'Den svarar inte just nu. Försök igen om en stund eller logga in med en kod eller en passkey.',
  },
  again: 'Till inloggningen',
  title: (name) => `Ditt konto hos ${name}`,
  notLinked: (name) => `Inte kopplat. När det är kopplat kan ${name} ersätta din kod; lösenordet behövs fortfarande.`,
  linked: (name, since) => `Kopplat sedan ${since}: ${name} kan ersätta din kod.`,
  link: (name) => `Koppla mitt konto hos ${name}`,
  unlink: 'Koppla från',
  connectTitle: (name) => `Koppla ditt konto hos ${name}?`,
  connectLead: (name) =>
    `Den som kan logga in där som du, och kan ditt lösenord här, släpps in som du. ${name} får inte veta vad du gör här.`,
  connect: 'Koppla det',
  goOn: 'Gå vidare',
  password: 'Ditt lösenord här, en gång till',
  done: { 'oidc-linked': 'Ditt konto är kopplat.', 'oidc-unlinked': 'Ditt konto är frånkopplat.' },
  notDone: {
    'oidc-taken': 'Det kontot är kopplat till någon annan här.',
    'oidc-old': 'Det tog för lång tid. Koppla kontot igen.',
    'oidc-not-linked': 'Inget konto var kopplat.',
  },
};

/** In the console's language. */
export const oidcTexts = (language: Language): OidcTexts => ({ en, sv })[language];
