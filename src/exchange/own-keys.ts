/** This hotline's own keys in the exchange: derived from the service key by generation, so that no secret lies in the database. */
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { identityFromSecret, recipientToText, type Identity } from '../../lib/seal/door.ts';
import { recordAct } from '../ledger/door.ts';
import type { Db, Tx } from '../platform/db.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import type { StaffId } from '../terms/ids.ts';
import { insertOwnKey, readOwnKeys } from './own-key-store.ts';
import { formatPeerKey, parsePeerKey, type PeerKey } from './peer-key.ts';

/** One generation, whole. */
export interface OwnKey {
  readonly generation: number;
  readonly madeAt: Date;
  readonly signKey: KeyObject;
  readonly identity: Identity;
  readonly public: PeerKey;
}

const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
/** What was sealed to an old key is opened for so long. */
const OPENS_MS = 90 * 24 * 60 * 60_000;

/** Who this hotline is in the exchange, whatever its keys. */
export const bodyOf = (serviceKey: ServiceKey): string =>
  serviceKey.digest('token', 'exchange/body').toString('hex').slice(0, 32);

/** The keys that open, the one that signs first; makes the first one. */
export async function ownKeys(db: Db, serviceKey: ServiceKey, now: Date): Promise<readonly [OwnKey, ...OwnKey[]]> {
  const rows = await readOwnKeys(db);
  const [newest, ...older] = rows.length === 0 ? [{ generation: 1, madeAt: now, endedAt: undefined }] : rows;
  if (newest === undefined) throw new Error('There is always a newest key.');
  const open = older.filter(({ endedAt }) => endedAt !== undefined && now.getTime() - endedAt.getTime() < OPENS_MS);
  return [derive(serviceKey, newest), ...open.map((row) => derive(serviceKey, row))];
}

/** Makes a new generation, which signs from now on: peers must have its text before. @returns it */
export async function rotateOwnKey(
  tx: Tx,
  serviceKey: ServiceKey,
  act: { readonly staffId: StaffId; readonly now: Date },
): Promise<OwnKey> {
  const [holding] = await ownKeys(tx, serviceKey, act.now);
  const generation = holding.generation + 1;
  await insertOwnKey(tx, generation, act.now, holding.madeAt);
  await recordAct(tx, {
    ...{ at: act.now, actor: `staff:${act.staffId}`, action: 'exchange.key-changed', subject: 'exchange:own' },
    payload: { generation },
  });
  return derive(serviceKey, { generation, madeAt: act.now });
}

/** The next generation's public text, to be handed out before it signs. */
export async function nextKeyText(db: Db, serviceKey: ServiceKey, now: Date): Promise<string> {
  const [holding] = await ownKeys(db, serviceKey, now);
  return derive(serviceKey, { generation: holding.generation + 1, madeAt: now }).public.text;
}

function derive(serviceKey: ServiceKey, row: { readonly generation: number; readonly madeAt: Date }): OwnKey {
  const { generation, madeAt } = row;
  const seed = serviceKey.digest('token', `exchange/sign/${generation}`);
  const signKey = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' });
  const identity = identityFromSecret(serviceKey.digest('token', `exchange/seal/${generation}`));
  const raw = createPublicKey(signKey).export({ format: 'der', type: 'spki' }).subarray(-32);
  const known = parsePeerKey(formatPeerKey(bodyOf(serviceKey), raw, recipientToText(identity.recipient)));
  if (known === undefined) throw new Error('Our own key text can be read.');
  return { generation, madeAt, signKey, identity, public: known };
}
