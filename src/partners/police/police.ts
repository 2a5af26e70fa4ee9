import type { PublicKey } from 'openpgp';
import type { TipContent } from '../../intake/door.ts';
import type { Clock } from '../../platform/clock.ts';
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
import type { PartnerSettings } from '../settings/partner-setting.ts';
import { packageCase, packageUrgentTip, type CaseInput } from './package.ts';
import { isSealedTo, makeRehearsalKey, pgpMimeBody, readPoliceKey, sealPackage } from './seal-package.ts';

/** What preparing and sending take. The police's private key is nowhere in it: what is sealed stays sealed. */
export interface PoliceDeps {
  /**
   * Asked for each package and each sending. Without an address everything is rehearsed; without a key, packages are sealed to
   * nobody.
   */
  readonly settings: () => Promise<PartnerSettings>;
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

/** Opens the way to the police. */
export function openPolice(deps: PoliceDeps): PoliceDoor {
  const keyOf = openKeyRing();
  const currentKey = async () => keyOf((await deps.settings()).values['key']);
  return {
    destination: 'police',
    preparePackage: async (input) =>
      sealPackage(packageCase(input, deps.hotline, deps.clock.now()), await currentKey()),
    sealUrgent: async (tip, options) =>
      sealPackage(
        packageUrgentTip({ ...tip, id: tip.tipId }, deps.hotline, deps.clock.now(), options?.includeContact === true),
        await currentKey(),
      ),
    send: async (dispatch) => {
      const settings = await deps.settings();
      return send(deps, settings, await keyOf(settings.values['key']), dispatch);
    },
  };
}

/** The key of a text, read once; without a text, one whose private half nobody has. */
function openKeyRing(): (armoured: string | undefined) => Promise<PublicKey> {
  let kept: { readonly armoured: string | undefined; readonly key: Promise<PublicKey> } | undefined;
  return (armoured) => {
    if (kept !== undefined && kept.armoured === armoured) return kept.key;
    const key = armoured === undefined ? makeRehearsalKey() : readPoliceKey(armoured);
    kept = { armoured, key };
    key.catch(() => (kept = undefined));
    return key;
  };
}

async function send(
  deps: PoliceDeps,
  { mode, values }: PartnerSettings,
  key: PublicKey,
  dispatch: Dispatch,
): Promise<SendOutcome> {
  const { smtpUrl, mailer } = deps;
  const { email } = values;
  if (dispatch.payload === undefined) return { kind: 'refused', code: 'no-package' };
  if (mode === 'off') return { kind: 'refused', code: 'partner-off' };
  if (email === undefined || values['key'] === undefined) return { kind: 'rehearsed', because: 'not-configured' };
  if (smtpUrl === undefined || mailer === undefined) return { kind: 'rehearsed', because: 'no-mail-server' };
  if (!mayReach(mode, smtpUrl)) return { kind: 'rehearsed', because: 'test-mode' };
  // The key was changed after the package was made: whether the police kept the old one is for a person to find out.
  if (!(await isSealedTo(dispatch.payload, key))) return { kind: 'refused', code: 'sealed-to-another-key' };
  const isUrgent = dispatch.tipId !== undefined || dispatch.rule === 'danger';
  try {
    const { messageId } = await mailer.send({
      to: email,
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
