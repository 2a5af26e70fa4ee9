import type { PublicKey } from 'openpgp';
import type { TipContent } from '../../intake/door.ts';
import { transact } from '../../platform/db.ts';
import type { Mailer } from '../../platform/mail.ts';
import { listOfficers } from '../../staff/door.ts';
import type { CaseId } from '../../terms/ids.ts';
import {
  finalMailRefusal,
  mayReach,
  type Dispatch,
  type PartnerAdapter,
  type SendOutcome,
  type TakeAnswer,
} from '../partner.ts';
import type { PartnerSettings } from '../settings/partner-setting.ts';
import { insertPackage } from './account/account-store.ts';
import { confirmMinutesOf, firstAskAt } from './delivery/delivery.ts';
import { insertDelivery } from './delivery/delivery-store.ts';
import { watchDeliveries } from './delivery/watch-deliveries.ts';
import { fieldsOf } from '../outline-fields.ts';
import { packageCase, packageUrgentTip, type CaseInput } from './package.ts';
import { readPayload, type PolicePayload } from './payload.ts';
import { packageSignerOf, preparePayload, subjectsOf, type PrepareDeps } from './prepare-package.ts';
import { isSealedTo, makeRehearsalKey, pgpMimeBody, readPoliceKey } from './seal-package.ts';
import { wayOf } from './settings.ts';
import { formatVerifierKey } from '../../ledger/door.ts';

/** What preparing and sending take. The police's private key is nowhere in it: what is sealed stays sealed. */
export interface PoliceDeps extends PrepareDeps {
  /**
   * Asked for each package and each sending. Without an address everything is rehearsed; without a key, packages are sealed to
   * nobody.
   */
  readonly settings: () => Promise<PartnerSettings>;
  readonly smtpUrl: string | undefined;
  /** Opened on `smtpUrl`; undefined where there is none. */
  readonly mailer: Mailer | undefined;
  /** For the subject: a case's number says nothing of the case. */
  readonly caseNumberOf: (caseId: CaseId) => Promise<number | undefined>;
}

/**
 * The way to the police. What waits for sending is sealed to them already, so that a waiting dispatch gives nothing away; the
 * hotline itself cannot open what `prepare` returns.
 */
export interface PoliceDoor extends PartnerAdapter<CaseInput> {
  /** The same for every case: whether there is somebody to take one. */
  canTake(input?: CaseInput): Promise<TakeAnswer>;
  /**
   * An urgent tip, sealed to the police on arrival by a process that can never read it again. The contact stays at the
   * hotline (`withheld`) unless `includeContact` says that the tipster agreed.
   */
  sealUrgent(tip: TipContent, options?: { readonly includeContact?: boolean }): Promise<Buffer>;
}

/** Opens the way to the police. */
export function openPolice(deps: PoliceDeps): PoliceDoor {
  const keyOf = openKeyRing();
  const standing = async () => {
    const settings = await deps.settings();
    return { settings, to: { way: wayOf(settings), policeKey: await keyOf(settings.values['key']) } };
  };
  return {
    destination: 'police',
    canTake: async () => canTake(deps, await deps.settings()),
    outline: (input) => {
      const packageKey = formatVerifierKey(packageSignerOf(deps.serviceKey));
      const frame = { hotline: deps.hotline, packageKey, preparedAt: deps.clock.now(), confirmUrl: undefined };
      return Promise.resolve(fieldsOf(packageCase(input, frame)));
    },
    prepare: async (input) =>
      preparePayload(deps, (await standing()).to, {
        subjects: await subjectsOf(deps.db, input),
        contentOf: (frame) => packageCase(input, frame),
      }),
    sealUrgent: async (tip, options) =>
      preparePayload(deps, (await standing()).to, {
        subjects: [],
        contentOf: (frame) => packageUrgentTip({ ...tip, id: tip.tipId }, frame, options?.includeContact === true),
      }),
    send: (dispatch) => send(deps, keyOf, dispatch),
    followUp: () => watchDeliveries({ ...deps, alert: () => alertOf(deps) }),
  };
}

async function canTake(deps: PoliceDeps, settings: PartnerSettings): Promise<TakeAnswer> {
  if (settings.mode === 'off') return { takes: false, code: 'partner-off' };
  if (wayOf(settings) === 'account' && (await listOfficers(deps.db)).length === 0)
    return { takes: false, code: 'no-police-account' };
  return { takes: true };
}

/** Where the hotline's own alerts go, when they may. */
async function alertOf({ settings, mailer, smtpUrl }: PoliceDeps) {
  const { mode, values } = await settings();
  const { alertEmail: to, phone } = values;
  if (to === undefined || mailer === undefined || smtpUrl === undefined) return undefined;
  if (mode === 'off' || !mayReach(mode, smtpUrl)) return undefined;
  return { mailer, to, phone };
}

type KeyRing = (armoured: string | undefined) => Promise<PublicKey>;

/** The key of a text, read once; without a text, one whose private half nobody has. */
function openKeyRing(): KeyRing {
  let kept: { readonly armoured: string | undefined; readonly key: Promise<PublicKey> } | undefined;
  return (armoured) => {
    if (kept !== undefined && kept.armoured === armoured) return kept.key;
    const key = armoured === undefined ? makeRehearsalKey() : readPoliceKey(armoured);
    kept = { armoured, key };
    key.catch(() => (kept = undefined));
    return key;
  };
}

/**
 * Each way in turn. The account is this house's own: a package is there once, however often it is sent, and with it the dispatch has
 * arrived, even where the mail beside it is refused for good. An urgent one is watched from the first try on, sent or not.
 */
async function send(deps: PoliceDeps, keyOf: KeyRing, dispatch: Dispatch): Promise<SendOutcome> {
  const payload = dispatch.payload === undefined ? undefined : readPayload(dispatch.payload);
  if (payload === undefined) return { kind: 'refused', code: 'no-package' };
  const settings = await deps.settings();
  const { account, mail } = payload;
  if (settings.mode === 'off') return { kind: 'refused', code: 'partner-off' };
  if (account !== undefined) await putIntoAccount(deps, settings, dispatch, payload);
  const mailed = mail === undefined ? undefined : await sendMail(deps, settings, keyOf, dispatch, { ...payload, mail });
  if (account === undefined) return mailed ?? { kind: 'refused', code: 'no-package' };
  return { kind: 'sent', reference: mailed === undefined ? 'account' : `account, ${mailWord(mailed)}` };
}

const mailWord = (mailed: SendOutcome): string => {
  switch (mailed.kind) {
    case 'sent':
      return mailed.reference ?? 'mail';
    case 'rehearsed':
      return `mail: ${mailed.because}`;
    case 'refused':
      return `mail: ${mailed.code}`;
  }
};

async function putIntoAccount(
  deps: PoliceDeps,
  settings: PartnerSettings,
  dispatch: Dispatch,
  payload: PolicePayload,
): Promise<void> {
  const { account } = payload;
  if (account === undefined) return;
  const now = deps.clock.now();
  const { id: dispatchId, caseId } = dispatch;
  await transact(deps.db, async (tx) => {
    await insertPackage(tx, { dispatchId, caseId, isUrgent: isUrgent(dispatch), arrivedAt: now, ...account });
    await insertDelivery(tx, deliveryOf(settings, dispatch, payload, now));
  });
}

async function sendMail(
  deps: PoliceDeps,
  settings: PartnerSettings,
  keyOf: KeyRing,
  dispatch: Dispatch,
  payload: PolicePayload & { readonly mail: string },
): Promise<SendOutcome> {
  const { smtpUrl, mailer } = deps;
  const { mode } = settings;
  const { email, key } = settings.values;
  if (mode === 'off') return { kind: 'refused', code: 'partner-off' };
  if (email === undefined || key === undefined) return { kind: 'rehearsed', because: 'not-configured' };
  if (smtpUrl === undefined || mailer === undefined) return { kind: 'rehearsed', because: 'no-mail-server' };
  if (!mayReach(mode, smtpUrl)) return { kind: 'rehearsed', because: 'test-mode' };
  await transact(deps.db, (tx) => insertDelivery(tx, deliveryOf(settings, dispatch, payload, deps.clock.now())));
  // The key was changed after the package was made: whether the police kept the old one is for a person to find out.
  if (!(await isSealedTo(payload.mail, await keyOf(key)))) return { kind: 'refused', code: 'sealed-to-another-key' };
  try {
    const { messageId } = await mailer.send({
      to: email,
      subject: subjectFor(await deps.caseNumberOf(dispatch.caseId), isUrgent(dispatch)),
      text: '',
      idempotencyKey: dispatch.idempotencyKey,
      ...(isUrgent(dispatch) ? { headers: { Importance: 'high', 'X-Priority': '1 (Highest)' } } : {}),
      rawBody: pgpMimeBody(payload.mail, `=fyr-${dispatch.id}`),
    });
    return { kind: 'sent', reference: messageId };
  } catch (error) {
    const code = finalMailRefusal(error);
    if (code !== undefined) return { kind: 'refused', code };
    throw error;
  }
}

const isUrgent = ({ tipId, rule }: Dispatch): boolean => tipId !== undefined || rule === 'danger';

function deliveryOf({ values }: PartnerSettings, dispatch: Dispatch, { confirmDigest }: PolicePayload, now: Date) {
  return {
    ...{ dispatchId: dispatch.id, caseId: dispatch.caseId, isWatched: isUrgent(dispatch), startedAt: now },
    ...{ expectedBy: firstAskAt(now, confirmMinutesOf(values['confirmMinutes'])), tokenDigest: confirmDigest },
  };
}

/** Subjects travel in clear: a number, and whether it is urgent, is all that they say. */
function subjectFor(caseNumber: number | undefined, urgent: boolean): string {
  const name = caseNumber === undefined ? 'tip' : `case ${caseNumber}`;
  return urgent ? `Fyr: URGENT ${name}` : `Fyr: ${name}`;
}
