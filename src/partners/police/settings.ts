/** What the police are reached with: the fields of their page in the console, and what they come to. Pure. */
import type { PartnerDefinition, PartnerSettings, SettingProblem } from '../settings/partner-setting.ts';
import { checkEmail } from '../settings/partner-setting.ts';
import { CONFIRM_MINUTES } from './delivery/delivery.ts';

const WAYS = ['mail', 'account', 'both'] as const;
/** How packages reach the police. */
export type PoliceWay = (typeof WAYS)[number];

/** The chosen way; by mail, where nobody has chosen. */
export const wayOf = ({ values }: PartnerSettings): PoliceWay => WAYS.find((way) => way === values['way']) ?? 'mail';

const FIELDS: PartnerDefinition['fields'] = [
  {
    name: 'way',
    kind: 'choice',
    label: { sv: 'Väg', en: 'Way' },
    help: {
      sv: 'Ett konto får polisen på sidan Personal: bjud in dem med rollen polis.',
      en: 'The police get an account on the Staff page: invite them with the role police.',
    },
    options: [
      { value: 'mail', label: { sv: 'Krypterad e-post', en: 'Encrypted mail' } },
      { value: 'account', label: { sv: 'Ett eget konto', en: 'An account of their own' } },
      { value: 'both', label: { sv: 'Båda', en: 'Both' } },
    ],
    isNeeded: false,
  },
  {
    name: 'email',
    kind: 'line',
    label: { sv: 'E-postadress', en: 'Mail address' },
    help: { sv: 'Dit ärenden skickas, krypterade.', en: 'Where cases are mailed to, encrypted.' },
    isNeeded: false,
    check: checkEmail,
  },
  {
    name: 'key',
    kind: 'block',
    label: { sv: 'Polisens publika OpenPGP-nyckel', en: 'The police’s public OpenPGP key' },
    help: {
      sv: 'Från -----BEGIN PGP PUBLIC KEY BLOCK----- till slutet. Kontrollera fingeravtrycket med polisen på annan väg.',
      en: 'From -----BEGIN PGP PUBLIC KEY BLOCK----- to its end. Check the fingerprint with the police by another way.',
    },
    isNeeded: false,
    check: checkKeyText,
  },
  {
    name: 'phone',
    kind: 'line',
    label: { sv: 'Telefon för brådskande ärenden', en: 'Telephone for urgent cases' },
    help: {
      sv: 'Visas för den som ska ringa när ett brådskande ärende inte har bekräftats i tid.',
      en: 'Shown to whoever has to call when an urgent case has not been confirmed in time.',
    },
    isNeeded: true,
    check: checkPhone,
  },
  {
    name: 'confirmMinutes',
    kind: 'line',
    label: { sv: 'Minuter att bekräfta ett brådskande ärende', en: 'Minutes to confirm an urgent case' },
    help: {
      sv: `Därefter ska en människa ringa. ${CONFIRM_MINUTES.usual} om inget anges.`,
      en: `After that a person has to call. ${CONFIRM_MINUTES.usual} where nothing is given.`,
    },
    isNeeded: false,
    check: checkMinutes,
  },
  {
    name: 'alertEmail',
    kind: 'line',
    label: { sv: 'Larmadress', en: 'Alert address' },
    help: {
      sv: 'Hotlinens egen adress (jour, SMS-brygga): får ett mejl utan innehåll när någon måste ringa.',
      en: 'The hotline’s own (duty, text gateway): gets a mail without content when somebody has to call.',
    },
    isNeeded: false,
    check: checkEmail,
  },
];

/** The police's page in the console. */
export const POLICE_DEFINITION: PartnerDefinition = { name: 'police', fields: FIELDS, checkTogether };

/** Live mail needs somebody to mail to, and a key to encrypt with. */
function checkTogether(settings: PartnerSettings): readonly SettingProblem[] {
  if (settings.mode !== 'live' || wayOf(settings) === 'account') return [];
  return (['email', 'key'] as const).flatMap((name) => {
    const label = FIELDS.find((field) => field.name === name)?.label;
    if (settings.values[name] !== undefined || label === undefined) return [];
    const text = {
      sv: `${label.sv}: behövs innan e-post till polisen kan vara skarp.`,
      en: `${label.en}: needed before mail to the police can be live.`,
    };
    return [{ field: name, text }];
  });
}

function checkKeyText(value: string) {
  if (/^-----BEGIN PGP PUBLIC KEY BLOCK-----[^]+-----END PGP PUBLIC KEY BLOCK-----\s*$/.test(value)) return undefined;
  return {
    sv: 'Klistra in en publik nyckel i ASCII-form: den börjar med -----BEGIN PGP PUBLIC KEY BLOCK-----.',
    en: 'Paste a public key in its ASCII form: it begins with -----BEGIN PGP PUBLIC KEY BLOCK-----.',
  };
}

function checkPhone(value: string) {
  if (/^\+?[0-9][0-9 ()/.-]{1,30}$/.test(value)) return undefined;
  return {
    sv: 'Telefon för brådskande ärenden: siffror, mellanslag och bindestreck, gärna med landskod.',
    en: 'Telephone for urgent cases: digits, spaces and hyphens, best with the country code.',
  };
}

function checkMinutes(value: string) {
  const minutes = /^\d{1,4}$/.test(value) ? Number(value) : Number.NaN;
  if (minutes >= CONFIRM_MINUTES.least && minutes <= CONFIRM_MINUTES.most) return undefined;
  return {
    sv: `Minuter att bekräfta ett brådskande ärende: ett heltal från ${CONFIRM_MINUTES.least} till ${CONFIRM_MINUTES.most}.`,
    en: `Minutes to confirm an urgent case: a whole number from ${CONFIRM_MINUTES.least} to ${CONFIRM_MINUTES.most}.`,
  };
}
