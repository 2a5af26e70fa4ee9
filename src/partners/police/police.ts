import { readFile } from 'node:fs/promises';
import type { PublicKey } from 'openpgp';
import type { TipContent } from '../../intake/door.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Mode } from '../../platform/config.ts';
import type { Mailer } from '../../platform/mail.ts';
import type { CaseId } from '../../terms/ids.ts';
import {
  finalMailRefusal,
  mayReach,
  type Dispatch,
  type HotlineIdentity,
  type PartnerDoor,
  type SendOutcome,
} from '../partner.ts';
import { packageCase, packageUrgentTip, type CaseInput } from './package.ts';
import { isSealedTo, makeRehearsalKey, pgpMimeBody, readPoliceKey, sealPackage } from './seal-package.ts';

/** What preparing and sending take. The police's private key is nowhere in it: what is sealed stays sealed. */
export interface PoliceDeps {
  readonly settings: {
    readonly mode: Mode;
    /** Where the police read their mail; undefined: everything is rehearsed. */
    readonly email: string | undefined;
    /** Their armoured OpenPGP public key; undefined (test mode only): packages are sealed to nobody. */
    readonly keyFile: string | undefined;
  };
  readonly smtpUrl: string | undefined;
  /** Opened on `smtpUrl`; undefined where there is none. */
  readonly mailer: Mailer | undefined;
  readonly hotline: HotlineIdentity;
  readonly clock: Clock;
  /** For the subject: a case's number says nothing of the case. */
  readonly caseNumberOf: (caseId: CaseId) => Promise<number | undefined>;
}

/**
 * The way to the police. What waits for sending is sealed to their key already, so that a waiting dispatch gives
 * nothing away.
 */
export interface PoliceDoor extends PartnerDoor {
  /** A case, sealed to the police while an analyst's key is open. What it returns is a dispatch's payload; the hotline cannot open it. */
  preparePackage(input: CaseInput): Promise<Buffer>;
  /**
   * An urgent tip, sealed to the police on arrival by a process that can never read it again. The contact stays at the
   * hotline (`withheld`) unless `includeContact` says that the tipster agreed.
   */
  sealUrgent(tip: TipContent, options?: { readonly includeContact?: boolean }): Promise<Buffer>;
}

/** Opens the way to the police. @throws Error naming the key file when it cannot be read or is no usable public key. */
export async function openPolice(deps: PoliceDeps): Promise<PoliceDoor> {
  const key = await loadKey(deps.settings.keyFile);
  return {
    destination: 'police',
    preparePackage: (input) => sealPackage(packageCase(input, deps.hotline, deps.clock.now()), key),
    sealUrgent: (tip, options) =>
      sealPackage(
        packageUrgentTip({ ...tip, id: tip.tipId }, deps.hotline, deps.clock.now(), options?.includeContact === true),
        key,
      ),
    send: (dispatch) => send(deps, key, dispatch),
  };
}

async function loadKey(keyFile: string | undefined): Promise<PublicKey> {
  if (keyFile === undefined) return makeRehearsalKey();
  try {
    return await readPoliceKey(await readFile(keyFile, 'utf8'));
  } catch (error) {
    throw new Error(
      `The police key file ${keyFile} cannot be used: it must hold one OpenPGP public key that can encrypt now.`,
      {
        cause: error,
      },
    );
  }
}

async function send(deps: PoliceDeps, key: PublicKey, dispatch: Dispatch): Promise<SendOutcome> {
  const { settings, smtpUrl, mailer } = deps;
  if (dispatch.payload === undefined) return { kind: 'refused', code: 'no-package' };
  if (settings.email === undefined || settings.keyFile === undefined)
    return { kind: 'rehearsed', because: 'not-configured' };
  if (smtpUrl === undefined || mailer === undefined) return { kind: 'rehearsed', because: 'no-mail-server' };
  if (!mayReach(settings.mode, smtpUrl)) return { kind: 'rehearsed', because: 'test-mode' };
  // The key was changed after the package was made: whether the police kept the old one is for a person to find out.
  if (!(await isSealedTo(dispatch.payload, key))) return { kind: 'refused', code: 'sealed-to-another-key' };
  const isUrgent = dispatch.tipId !== undefined || dispatch.rule === 'danger';
  try {
    const { messageId } = await mailer.send({
      to: settings.email,
      subject: subjectFor(await deps.caseNumberOf(dispatch.caseId), isUrgent),
      text: '',
      idempotencyKey: dispatch.idempotencyKey,
      ...(isUrgent ? { headers: { Importance: 'high', 'X-Priority': '1 (Highest)' } } : {}),
      rawBody: pgpMimeBody(dispatch.payload, `=fyr-${dispatch.id}`),
    });
    return { kind: 'sent', reference: messageId };
  } catch (error) {
    const code = finalMailRefusal(error);
    if (code !== undefined) return { kind: 'refused', code };
    throw error;
  }
}

/** Subjects travel in clear: a number, and whether it is urgent, is all that they say. */
function subjectFor(caseNumber: number | undefined, isUrgent: boolean): string {
  const name = caseNumber === undefined ? 'tip' : `case ${caseNumber}`;
  return isUrgent ? `Fyr: URGENT ${name}` : `Fyr: ${name}`;
}
