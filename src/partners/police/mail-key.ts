/** The hotline's own OpenPGP key (RFC 9580): mails to the police are signed with it. Made at the first use, kept shrouded. */
import { generateKey, readPrivateKey, type PrivateKey } from 'openpgp';
import { recordAct } from '../../ledger/door.ts';
import { transact, type Db } from '../../platform/db.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import type { HotlineIdentity } from '../partner.ts';
import { insertMailKey, readMailKey, type StoredMailKey } from './mail-key-store.ts';

/** The key as it signs; the public half, armoured, is what the police are given. */
export interface MailKey {
  readonly publicKey: string;
  readonly privateKey: PrivateKey;
}

/** The hotline's key, the same one for every process. */
export async function hotlineMailKey(
  deps: { readonly db: Db; readonly serviceKey: ServiceKey; readonly hotline: HotlineIdentity },
  now: Date,
): Promise<MailKey> {
  const stored = (await readMailKey(deps.db)) ?? (await makeMailKey(deps, now));
  const armoredKey = deps.serviceKey.unshroud('mail-key', stored.shroudedPrivateKey);
  return { publicKey: stored.publicKey, privateKey: await readPrivateKey({ armoredKey }) };
}

/** Ed25519, in the widely read version 4 form. Of two processes that make one at once, one key stays. */
async function makeMailKey(
  { db, serviceKey, hotline }: { readonly db: Db; readonly serviceKey: ServiceKey; readonly hotline: HotlineIdentity },
  now: Date,
): Promise<StoredMailKey> {
  const { publicKey, privateKey } = await generateKey({
    ...{ type: 'ecc', curve: 'curve25519Legacy', format: 'armored' },
    userIDs: [{ name: hotline.name, email: hotline.email }],
  });
  const shroudedPrivateKey = serviceKey.shroud('mail-key', privateKey);
  await transact(db, async (tx) => {
    if (!(await insertMailKey(tx, { publicKey, shroudedPrivateKey }, now))) return;
    const act = { at: now, actor: 'system', action: 'mail-key.made', subject: 'partner:police' } as const;
    await recordAct(tx, { ...act, payload: {} });
  });
  const kept = await readMailKey(db);
  if (kept === undefined) throw new Error('The mail key that was written is not there.');
  return kept;
}
