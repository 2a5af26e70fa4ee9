import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Clock } from '../../platform/clock.ts';
import type { Mode } from '../../platform/config.ts';
import { codeOf } from '../../platform/log.ts';
import { mayReach } from '../partner.ts';
import type { ConnectionReport, PartnerDesk } from '../settings/partner-desk.ts';
import {
  checkPem,
  checkServiceUrl,
  type PartnerDefinition,
  type PartnerSettings,
  type SettingField,
} from '../settings/partner-setting.ts';
import { openIccamClient } from './iccam-client.ts';
import type { IccamAccess } from './iccam-http.ts';

/** What ICCAM is reached with: INHOPE gives a hotline an account and a client certificate. */
export const ICCAM_DEFINITION: PartnerDefinition = {
  name: 'iccam',
  fields: [
    {
      name: 'url',
      kind: 'line',
      label: { sv: 'API:ets adress', en: 'The API’s address' },
      help: {
        sv: 'Authentication och rest/… läggs till efter den.',
        en: 'Authentication and rest/… are appended to it.',
      },
      isNeeded: true,
      check: checkServiceUrl,
    },
    {
      name: 'user',
      kind: 'line',
      label: { sv: 'Användare', en: 'User' },
      help: {
        sv: 'Hotlinens API-användare. Den står även för analytikern: inget namn lämnar hotlinen.',
        en: 'The hotline’s API user. It also stands for the analyst: no name leaves the hotline.',
      },
      isNeeded: true,
    },
    {
      name: 'password',
      kind: 'secret',
      label: { sv: 'Lösenord', en: 'Password' },
      help: { sv: '', en: '' },
      isNeeded: true,
    },
    {
      name: 'certificate',
      kind: 'secret-block',
      label: { sv: 'Klientcertifikat och nyckel', en: 'Client certificate and key' },
      help: {
        sv: 'PEM: certifikatet, mellanliggande certifikat och den privata nyckeln, utan lösenord.',
        en: 'PEM: the certificate, intermediate ones and the private key, without a passphrase.',
      },
      isNeeded: false,
      check: checkClientCertificate,
    },
    {
      name: 'authority',
      kind: 'block',
      label: { sv: 'Utfärdare av serverns certifikat', en: 'Authority of the server’s certificate' },
      help: {
        sv: 'PEM. Bara om servern har ett certifikat från en egen utfärdare; kontrollen stängs aldrig av.',
        en: 'PEM. Only where the server’s certificate is of an authority of its own; checking is never turned off.',
      },
      isNeeded: false,
      check: checkPem('CERTIFICATE'),
    },
    {
      name: 'unassigned',
      kind: 'choice',
      label: { sv: 'Det som är landets men inte någon hotlines', en: 'What is the country’s but no hotline’s' },
      help: {
        sv: 'Gäller länder med flera hotlines.',
        en: 'For countries with several hotlines.',
      },
      options: [
        { value: 'leave', label: { sv: 'låt det vara', en: 'leave it' } },
        { value: 'take', label: { sv: 'ta emot det som ärenden', en: 'take it in as cases' } },
      ],
      isNeeded: false,
    },
    reasonField('reason-not-found', 1, 13, { sv: 'Skäl: inte funnet', en: 'Reason: not found' }),
    reasonField('reason-not-public', 1, 13, { sv: 'Skäl: inte publikt', en: 'Reason: not public' }),
    reasonField('reason-not-illegal', 14, 21, { sv: 'Skäl: inte olagligt', en: 'Reason: not illegal' }),
  ],
};

/** A number of ICCAM's list of reasons, as INHOPE's documentation names them; 1 is always "other". */
function reasonField(name: string, from: number, to: number, label: Record<'sv' | 'en', string>): SettingField {
  const range = {
    sv: `Ett tal från ${from} till ${to}, eller 1 (annat).`,
    en: `A number from ${from} to ${to}, or 1 (other).`,
  };
  const check = (value: string) => {
    const number = /^\d{1,2}$/.test(value) ? Number(value) : 0;
    return number === 1 || (number >= from && number <= to) ? undefined : range;
  };
  const help = { sv: `${range.sv} Tomt: 1.`, en: `${range.en} Empty: 1.` };
  return { name, kind: 'line', label, help, isNeeded: false, check };
}

/** A certificate with the key that it was made for. */
function checkClientCertificate(value: string): Record<'sv' | 'en', string> | undefined {
  const problem = checkPem('CERTIFICATE', 'PRIVATE KEY', 'RSA PRIVATE KEY', 'EC PRIVATE KEY')(value);
  if (problem !== undefined) return problem;
  try {
    if (new X509Certificate(value).checkPrivateKey(createPrivateKey(value))) return undefined;
  } catch {
    // One of the two cannot be read: said below.
  }
  return {
    sv: 'Certifikatet och den privata nyckeln hör inte ihop, eller en av dem saknas eller kan inte läsas.',
    en: 'The certificate and the private key do not belong together, or one of them is missing or cannot be read.',
  };
}

/** Until when the client certificate that is set is valid; undefined where none is. */
export function certificateEnds({ values }: PartnerSettings): Date | undefined {
  const { certificate } = values;
  if (certificate === undefined) return undefined;
  try {
    return new X509Certificate(certificate).validToDate;
  } catch {
    return undefined;
  }
}

/** Whether all that a call needs is there. */
export function accessOf({ values }: PartnerSettings): Omit<IccamAccess, 'timeoutMs'> | undefined {
  const { url, user, password, certificate, authority } = values;
  if (url === undefined || user === undefined || password === undefined) return undefined;
  return { url, user, password, certificate, authority };
}

/**
 * ICCAM's page in the console, with the environment's settings behind it; the password file is read once, at the start.
 * @throws Error naming the file when it cannot be read
 */
export async function openIccamDesk(deps: {
  readonly settings: {
    readonly mode: Mode;
    readonly url: string | undefined;
    readonly user: string | undefined;
    readonly passwordFile: string | undefined;
  };
  readonly clock: Clock;
  readonly homeCountry: string;
}): Promise<PartnerDesk> {
  const { mode, url, user, passwordFile } = deps.settings;
  const password = passwordFile === undefined ? undefined : await readPassword(passwordFile);
  const values = Object.entries({ url, user, password }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return {
    definition: ICCAM_DEFINITION,
    fallback: { mode, values: Object.fromEntries(values) },
    test: (settings) => testIccam(settings, deps),
  };
}

async function readPassword(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    throw new Error(`The ICCAM password file ${file} cannot be read.`, { cause: error });
  }
}

/** Logs in, asks who we are, and logs out: a wrong country would have us act for another. */
async function testIccam(
  settings: PartnerSettings,
  { clock, homeCountry }: { readonly clock: Clock; readonly homeCountry: string },
): Promise<ConnectionReport> {
  const access = accessOf(settings);
  if (settings.mode === 'off') return { ok: false, code: 'partner-off' };
  if (access === undefined) return { ok: false, code: 'not-configured' };
  if (!mayReach(settings.mode, access.url)) return { ok: false, code: 'test-mode' };
  const client = openIccamClient(access, clock);
  try {
    const us = await client.userInfo();
    await client.logOut();
    return us.countryCode === homeCountry ? { ok: true } : { ok: false, code: 'iccam-other-country' };
  } catch (error) {
    return { ok: false, code: codeOf(error) };
  } finally {
    await client.close();
  }
}
