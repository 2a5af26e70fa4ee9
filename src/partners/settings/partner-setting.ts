/**
 * A partner's settings: which fields it has, and what a form's values come to. Pure. A supervisor changes them in the console;
 * until then the environment's settings hold (fyr.example.env).
 *
 * | mode   | what happens                                                        |
 * |--------|---------------------------------------------------------------------|
 * | `off`  | nothing is sent to this partner, and nothing is read from it         |
 * | `test` | only a stand-in on this machine is reached; the rest is rehearsed    |
 * | `live` | the real system                                                      |
 */
import { z } from 'zod';

/** Every partner that can be configured, in the order of the console's page. */
export const PARTNERS = ['police', 'iccam', 'ncmec', 'ncmec-hashes'] as const;
/** For a path's part and for rows read back. */
export const partnerNameSchema = z.enum(PARTNERS);
export type PartnerName = z.infer<typeof partnerNameSchema>;

export const PARTNER_MODES = ['off', 'test', 'live'] as const;
/** For a form's choice and for rows read back. */
export const partnerModeSchema = z.enum(PARTNER_MODES);
export type PartnerMode = z.infer<typeof partnerModeSchema>;

/** A text in both languages of the console. */
type Words = Readonly<Record<'sv' | 'en', string>>;

/**
 * One field of a partner's form. A `secret` is written and never shown again; `block` is several lines, for keys and certificates
 * in PEM or armour.
 */
export interface SettingField {
  readonly name: string;
  readonly kind: 'line' | 'block' | 'secret' | 'secret-block' | 'choice';
  readonly label: Words;
  readonly help: Words;
  readonly options?: readonly { readonly value: string; readonly label: Words }[];
  /** Needed before the partner can be live. */
  readonly isNeeded: boolean;
  /** What is wrong with a value, in words; undefined when nothing is. Not asked for an empty one. */
  readonly check?: (value: string) => Words | undefined;
}

/** What a partner's settings look like. */
export interface PartnerDefinition {
  readonly name: PartnerName;
  readonly fields: readonly SettingField[];
  /** What is wrong with values that are right one by one. */
  readonly checkTogether?: (settings: PartnerSettings) => readonly SettingProblem[];
}

/** Field and value; a field without a value is not there. */
export type SettingValues = Readonly<Record<string, string>>;

export interface PartnerSettings {
  readonly mode: PartnerMode;
  readonly values: SettingValues;
}

/** A value that cannot be taken, with the field it was given for. */
export interface SettingProblem {
  readonly field: string;
  readonly text: Words;
}

const LONGEST = { line: 500, choice: 100, secret: 500, block: 20_000, 'secret-block': 20_000 } as const;

export const isSecret = (field: SettingField): boolean => field.kind === 'secret' || field.kind === 'secret-block';

/**
 * What a form comes to beside the settings that stand: an empty secret keeps the old one, unless it is to be forgotten (`forget`
 * names it). All problems at once.
 */
export function readSettings(
  definition: PartnerDefinition,
  before: SettingValues,
  given: { readonly mode: string; readonly values: SettingValues; readonly forget: ReadonlySet<string> },
): { readonly settings: PartnerSettings; readonly problems: readonly SettingProblem[] } {
  const mode = partnerModeSchema.safeParse(given.mode);
  const problems: SettingProblem[] = mode.success ? [] : [{ field: 'mode', text: NO_SUCH_MODE }];
  const values: Record<string, string> = {};
  for (const field of definition.fields) {
    const typed = (given.values[field.name] ?? '').trim();
    const keeps = typed === '' && isSecret(field) && !given.forget.has(field.name);
    const value = keeps ? (before[field.name] ?? '') : typed;
    const problem = problemOf(field, value, mode.data ?? 'off');
    if (problem !== undefined) problems.push({ field: field.name, text: problem });
    if (value !== '') values[field.name] = value;
  }
  const settings = { mode: mode.data ?? 'off', values };
  return { settings, problems: problems.length > 0 ? problems : (definition.checkTogether?.(settings) ?? []) };
}

const NO_SUCH_MODE: Words = { sv: 'Välj av, prov eller skarpt.', en: 'Choose off, test or live.' };

function problemOf(field: SettingField, value: string, mode: PartnerMode): Words | undefined {
  if (value === '') return field.isNeeded && mode === 'live' ? missing(field) : undefined;
  const most = LONGEST[field.kind];
  if (value.length > most) return tooLong(field, most);
  if ((field.kind === 'line' || field.kind === 'secret') && /[\r\n\0]/.test(value)) return oneLine(field);
  if (field.kind === 'choice' && field.options?.every((option) => option.value !== value) === true)
    return notOffered(field);
  return field.check?.(value);
}

const missing = ({ label }: SettingField): Words => ({
  sv: `${label.sv}: behövs innan partnern kan vara skarp.`,
  en: `${label.en}: needed before the partner can be live.`,
});
const tooLong = ({ label }: SettingField, most: number): Words => ({
  sv: `${label.sv}: högst ${most} tecken.`,
  en: `${label.en}: at most ${most} characters.`,
});
const oneLine = ({ label }: SettingField): Words => ({
  sv: `${label.sv}: en enda rad.`,
  en: `${label.en}: one line only.`,
});
const notOffered = ({ label }: SettingField): Words => ({
  sv: `${label.sv}: välj något av det som erbjuds.`,
  en: `${label.en}: choose one of what is offered.`,
});

/** An http(s) address as a partner's system has; `https` alone beyond this machine, as secrets go there. */
export function checkServiceUrl(value: string): Words | undefined {
  const url = URL.parse(value);
  const isLocal = url !== null && /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
  if (url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && isLocal)) && url.username === '')
    return undefined;
  return {
    sv: 'En adress som börjar med https:// (http:// bara på den här maskinen), utan användarnamn.',
    en: 'An address that begins with https:// (http:// on this machine only), without a user name.',
  };
}

/** One mail address. */
export function checkEmail(value: string): Words | undefined {
  if (z.email().safeParse(value).success) return undefined;
  return { sv: 'En e-postadress, till exempel namn@example.org.', en: 'A mail address, for example name@example.org.' };
}

/** One or more PEM blocks of these kinds (RFC 7468), for example `CERTIFICATE`. */
export const checkPem =
  (...kinds: readonly string[]) =>
  (value: string): Words | undefined => {
    const found = [...value.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----[\sA-Za-z0-9+/=]+-----END \1-----/g)].map(
      ([, kind]) => kind,
    );
    if (found.length > 0 && found.every((kind) => kind !== undefined && kinds.includes(kind))) return undefined;
    const names = kinds.join(', ');
    return {
      sv: `Ett PEM-block: -----BEGIN … ----- med ${names}.`,
      en: `A PEM block: -----BEGIN … ----- with ${names}.`,
    };
  };

/** How a partner's system has been answering. */
export interface PartnerHealth {
  readonly lastSuccessAt: Date | undefined;
  /** Undefined while it answers. */
  readonly failingSince: Date | undefined;
  readonly lastFailureAt: Date | undefined;
  readonly failureCode: string | undefined;
}
