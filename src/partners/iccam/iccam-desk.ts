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
} from '../settings/partner-setting.ts';
import { openIccamClient, type IccamAccess } from './iccam-client.ts';

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
      check: checkPem('CERTIFICATE', 'PRIVATE KEY', 'RSA PRIVATE KEY', 'EC PRIVATE KEY'),
    },
  ],
};

/** Whether all that a call needs is there. */
export function accessOf({ values }: PartnerSettings): Omit<IccamAccess, 'timeoutMs'> | undefined {
  const { url, user, password, certificate } = values;
  if (url === undefined || user === undefined || password === undefined) return undefined;
  return { url, user, password, certificate };
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
}): Promise<PartnerDesk> {
  const { mode, url, user, passwordFile } = deps.settings;
  const password = passwordFile === undefined ? undefined : await readPassword(passwordFile);
  const values = Object.entries({ url, user, password }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return {
    definition: ICCAM_DEFINITION,
    fallback: { mode, values: Object.fromEntries(values) },
    test: (settings) => testIccam(settings, deps.clock),
  };
}

async function readPassword(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    throw new Error(`The ICCAM password file ${file} cannot be read.`, { cause: error });
  }
}

/** Logs in, and does nothing with it. */
async function testIccam(settings: PartnerSettings, clock: Clock): Promise<ConnectionReport> {
  const access = accessOf(settings);
  if (settings.mode === 'off') return { ok: false, code: 'partner-off' };
  if (access === undefined) return { ok: false, code: 'not-configured' };
  if (!mayReach(settings.mode, access.url)) return { ok: false, code: 'test-mode' };
  const client = openIccamClient(access, clock);
  try {
    await client.logIn();
    return { ok: true };
  } catch (error) {
    return { ok: false, code: codeOf(error) };
  } finally {
    await client.close();
  }
}
