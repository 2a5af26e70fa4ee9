import { isIP } from 'node:net';
import { readItem } from '../cases/door.ts';
import { NameNotResolved, type Network, type Places } from '../crawl/door.ts';
import { mayReach, PartnerUnavailable, type HotlineIdentity } from '../partners/door.ts';
import type { Mode } from '../platform/config.ts';
import type { Db } from '../platform/db.ts';
import type { Mailer } from '../platform/mail.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import { isOnHold, readDispatch, type Dispatch, type PartnerDoor, type SendOutcome } from '../routing/door.ts';
import { isIllegal } from '../terms/outcomes.ts';
import { findContact, readContacts, type Contact } from './contacts/contacts-file.ts';
import { hasHostChanged } from './host-change.ts';
import { composeLetter } from './letters/compose-letter.ts';
import { openMailChannel } from './letters/mail-channel.ts';
import { readNoticeFacts, writeNoticeFacts, type NoticeFacts, type NoticeInput } from './letters/notice.ts';
import { SHIPPED_TEMPLATES } from './letters/shipped-templates.ts';

/** Network and places are there because the host is looked up once more just before sending. */
export interface NoticeDeps {
  readonly settings: {
    readonly mode: Mode;
    /** Undefined (test mode only): everything is rehearsed. */
    readonly contactsFile: string | undefined;
  };
  readonly smtpUrl: string | undefined;
  /** Opened on `smtpUrl`; undefined where there is none. */
  readonly mailer: Mailer | undefined;
  readonly hotline: HotlineIdentity;
  readonly db: Db;
  readonly serviceKey: ServiceKey;
  readonly network: Network;
  readonly places: Places;
}

/** The way to providers: preparing happens with the decision, sending later in a job. */
export interface NoticeDoor extends PartnerDoor {
  /** What a notice will be made of, shrouded: a dispatch's payload. @throws z.ZodError when the item is not illegal or not whole */
  prepareNotice(input: NoticeInput): Buffer;
}

const RESOLVE_TIMEOUT_MS = 10_000;

/**
 * Opens the way to providers. @throws Error when the contacts file is not right: better no start than notices that stop.
 *
 * | before sending it is found that                 | outcome                    |
 * |-------------------------------------------------|----------------------------|
 * | nobody is known to tell                         | refused `no-contact`       |
 * | the item is offline already                     | refused `item-gone`        |
 * | somebody has judged anew: not illegal           | refused `no-longer-illegal`|
 * | its host is another one                         | refused `host-changed`     |
 * | its name no longer exists                       | refused `host-gone`        |
 * | the police ask to wait, or it was cancelled     | thrown: routing decides    |
 */
export async function openNotices(deps: NoticeDeps): Promise<NoticeDoor> {
  const { contactsFile } = deps.settings;
  if (contactsFile !== undefined) await readContacts(contactsFile);
  return {
    destination: 'provider',
    prepareNotice: (input) => deps.serviceKey.shroud('payload', writeNoticeFacts(input)),
    send: (dispatch) => send(deps, dispatch),
  };
}

async function send(deps: NoticeDeps, dispatch: Dispatch): Promise<SendOutcome> {
  const { settings, smtpUrl, mailer } = deps;
  if (dispatch.payload === undefined) return { kind: 'refused', code: 'no-payload' };
  const facts = readNoticeFacts(deps.serviceKey.unshroud('payload', dispatch.payload));
  if (settings.contactsFile === undefined) return { kind: 'rehearsed', because: 'not-configured' };
  // Read anew for each notice: a contact that was added for a refused one serves the next at once.
  const contact = findContact(await readContacts(settings.contactsFile), facts, facts.target);
  if (contact === undefined) return { kind: 'refused', code: 'no-contact' };
  const itemCode = await itemObstacle(deps, facts);
  if (itemCode !== undefined) return { kind: 'refused', code: itemCode };
  if (smtpUrl === undefined || mailer === undefined) return { kind: 'rehearsed', because: 'no-mail-server' };
  if (!mayReach(settings.mode, smtpUrl)) return { kind: 'rehearsed', because: 'test-mode' };
  const hostCode = await hostObstacle(deps, facts);
  if (hostCode !== undefined) return { kind: 'refused', code: hostCode };
  await requireStillWanted(deps.db, dispatch);
  return mailNotice(deps, contact, facts, dispatch);
}

async function itemObstacle(deps: NoticeDeps, facts: NoticeFacts): Promise<string | undefined> {
  const item = await readItem(deps.db, deps.serviceKey, facts.itemId);
  if (item.state === 'gone') return 'item-gone';
  return item.outcome !== undefined && !isIllegal(item.outcome) ? 'no-longer-illegal' : undefined;
}

async function hostObstacle(deps: NoticeDeps, facts: NoticeFacts): Promise<string | undefined> {
  let ips: readonly string[];
  try {
    ips =
      isIP(facts.host) === 0
        ? await deps.network.resolve(facts.host, AbortSignal.timeout(RESOLVE_TIMEOUT_MS))
        : [facts.host];
  } catch (error) {
    // A resolver in trouble says nothing of the host; that the name is not there does.
    if (error instanceof NameNotResolved && error.code !== 'resolver-failed') return 'host-gone';
    throw new PartnerUnavailable('host-not-resolved');
  }
  const isChanged = hasHostChanged({ ip: facts.ip, country: facts.country }, ips, (ip) => deps.places.countryOf(ip));
  return isChanged ? 'host-changed' : undefined;
}

/** The last look before it leaves: a hold or a cancellation may have come while the checks ran. */
async function requireStillWanted(db: Db, dispatch: Dispatch): Promise<void> {
  if (await isOnHold(db, dispatch.caseId)) throw new PartnerUnavailable('on-hold');
  if ((await readDispatch(db, dispatch.id))?.state !== 'planned') throw new PartnerUnavailable('not-planned');
}

function mailNotice(deps: NoticeDeps, contact: Contact, facts: NoticeFacts, dispatch: Dispatch): Promise<SendOutcome> {
  const { hotline, smtpUrl, mailer, settings } = deps;
  const to = { channel: 'mail' as const, ...contact };
  const rung = facts.target === 'proxy' ? ('proxy' as const) : ('hosting' as const);
  const letter = composeLetter(
    {
      ...{ letterId: dispatch.id, contact: to, hotline, pageUrl: undefined, isDsa16: dispatch.isDsa16 },
      ...{ isUrgent: false, items: [{ noticeId: dispatch.id, facts, rung, kind: 'first' }] },
    },
    SHIPPED_TEMPLATES,
  );
  const { idempotencyKey } = dispatch;
  const messageId = `<${idempotencyKey}@${hotline.email.slice(hotline.email.lastIndexOf('@') + 1)}>`;
  const channel = openMailChannel({ mode: settings.mode, smtpUrl, mailer, hotline });
  return channel.send({ ...letter, letterId: dispatch.id, contact: to, messageId, idempotencyKey });
}
