import { readFile } from 'node:fs/promises';
import { codeOf } from '../../platform/log.ts';
import type { Mode } from '../../platform/config.ts';
import type { Mailer } from '../../platform/mail.ts';
import { mayReach } from '../partner.ts';
import type { ConnectionReport, PartnerDesk } from '../settings/partner-desk.ts';
import type { PartnerSettings } from '../settings/partner-setting.ts';
import { readPoliceKey } from './seal-package.ts';
import { POLICE_DEFINITION, wayOf } from './settings.ts';

/**
 * The police's page in the console, with the environment's settings behind it.
 * @throws Error naming the key file when it cannot be read or is no usable public key: better no start than cases sealed to nobody
 */
export async function openPoliceDesk(deps: {
  readonly settings: { readonly mode: Mode; readonly email: string | undefined; readonly keyFile: string | undefined };
  readonly smtpUrl: string | undefined;
  readonly mailer: Mailer | undefined;
  /** How many officers have an account. */
  readonly countOfficers: () => Promise<number>;
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

/** What a test needs of the deps of `openPoliceDesk`. */
interface TestDeps {
  readonly smtpUrl: string | undefined;
  readonly mailer: Mailer | undefined;
  readonly countOfficers: () => Promise<number>;
}

/** Each way that is chosen: somebody has an account; the key can encrypt now and the mail server takes our log-in. Nothing is sent. */
async function testPolice(deps: TestDeps, settings: PartnerSettings): Promise<ConnectionReport> {
  if (settings.mode === 'off') return { ok: false, code: 'partner-off' };
  const way = wayOf(settings);
  if (way !== 'mail' && (await deps.countOfficers()) === 0) return { ok: false, code: 'no-police-account' };
  return way === 'account' ? { ok: true } : testMail(deps, settings);
}

async function testMail(deps: TestDeps, { mode, values }: PartnerSettings): Promise<ConnectionReport> {
  const { email, key } = values;
  if (email === undefined || key === undefined) return { ok: false, code: 'not-configured' };
  if (deps.smtpUrl === undefined || deps.mailer === undefined) return { ok: false, code: 'no-mail-server' };
  if (mode === 'off' || !mayReach(mode, deps.smtpUrl)) return { ok: false, code: 'test-mode' };
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
