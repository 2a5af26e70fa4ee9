import { readFile } from 'node:fs/promises';
import { codeOf } from '../../platform/log.ts';
import type { Mode } from '../../platform/config.ts';
import type { Mailer } from '../../platform/mail.ts';
import { mayReach } from '../partner.ts';
import type { ConnectionReport, PartnerDesk } from '../settings/partner-desk.ts';
import { checkEmail, type PartnerDefinition, type PartnerSettings } from '../settings/partner-setting.ts';
import { readPoliceKey } from './seal-package.ts';

/** What the police are reached with. */
export const POLICE_DEFINITION: PartnerDefinition = {
  name: 'police',
  fields: [
    {
      name: 'email',
      kind: 'line',
      label: { sv: 'E-postadress', en: 'Mail address' },
      help: { sv: 'Dit ärenden skickas, krypterade.', en: 'Where cases are mailed to, encrypted.' },
      isNeeded: true,
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
      isNeeded: true,
      check: checkKeyText,
    },
  ],
};

function checkKeyText(value: string) {
  if (/^-----BEGIN PGP PUBLIC KEY BLOCK-----[^]+-----END PGP PUBLIC KEY BLOCK-----\s*$/.test(value)) return undefined;
  return {
    sv: 'Klistra in en publik nyckel i ASCII-form: den börjar med -----BEGIN PGP PUBLIC KEY BLOCK-----.',
    en: 'Paste a public key in its ASCII form: it begins with -----BEGIN PGP PUBLIC KEY BLOCK-----.',
  };
}

/**
 * The police's page in the console, with the environment's settings behind it.
 * @throws Error naming the key file when it cannot be read or is no usable public key: better no start than cases sealed to nobody
 */
export async function openPoliceDesk(deps: {
  readonly settings: { readonly mode: Mode; readonly email: string | undefined; readonly keyFile: string | undefined };
  readonly smtpUrl: string | undefined;
  readonly mailer: Mailer | undefined;
}): Promise<PartnerDesk> {
  const { mode, email, keyFile } = deps.settings;
  const key = keyFile === undefined ? undefined : await readKeyFile(keyFile);
  const values = { ...(email === undefined ? {} : { email }), ...(key === undefined ? {} : { key }) };
  return {
    definition: POLICE_DEFINITION,
    fallback: { mode, values },
    test: (settings) => testPolice(deps, settings),
  };
}

async function readKeyFile(keyFile: string): Promise<string> {
  try {
    const text = await readFile(keyFile, 'utf8');
    await readPoliceKey(text);
    return text;
  } catch (error) {
    throw new Error(
      `The police key file ${keyFile} cannot be used: it must hold one OpenPGP public key that can encrypt now.`,
      { cause: error },
    );
  }
}

/** The key can encrypt now, and the mail server takes our log-in: as much as can be known without sending anything. */
async function testPolice(
  deps: { readonly smtpUrl: string | undefined; readonly mailer: Mailer | undefined },
  { mode, values }: PartnerSettings,
): Promise<ConnectionReport> {
  const { email, key } = values;
  if (mode === 'off') return { ok: false, code: 'partner-off' };
  if (email === undefined || key === undefined) return { ok: false, code: 'not-configured' };
  if (deps.smtpUrl === undefined || deps.mailer === undefined) return { ok: false, code: 'no-mail-server' };
  if (!mayReach(mode, deps.smtpUrl)) return { ok: false, code: 'test-mode' };
  try {
    await readPoliceKey(key);
  } catch {
    return { ok: false, code: 'key-unusable' };
  }
  try {
    await deps.mailer.verify();
    return { ok: true };
  } catch (error) {
    return { ok: false, code: codeOf(error) };
  }
}
