/** `fyr keys`: new keys in a working house. */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { House } from '../house.ts';
import { recordAct } from '../ledger/door.ts';
import { transact } from '../platform/db.ts';
import { openKeyRing, replaceKeyFile, RING_LOOK_MS, type HeldKey } from '../platform/key-source.ts';
import { reshroudOnce } from '../platform/reshroud-store.ts';
import { KEEP_RETIRED_MS, loadServiceKey } from '../platform/service-key.ts';
import { makeDeskKey } from '../staff/door.ts';
import { CommandProblem } from './command-problem.ts';

/** One line a subcommand. */
export const KEYS_USAGE = `fyr keys desk       a new desk key: what comes from now on is sealed to it, and everybody of the hotline holds it too
fyr keys rotate     a new service key, put before the others in its file; then everything is shrouded under it
fyr keys reshroud   the second half alone: for keys that come from elsewhere, or a rotation that was broken off`;

/** How long other processes may take until they write with the new key; tests do not wait. */
interface KeysDeps {
  readonly house: Pick<House, 'config' | 'db' | 'pool' | 'clock'>;
  readonly write: (line: string) => void;
  readonly seenAfterMs?: number;
}

/** @returns the exit code: 0 done, 2 not understood. @throws CommandProblem */
export async function runKeys(args: readonly string[], deps: KeysDeps): Promise<number> {
  const [command, ...rest] = args;
  if (rest.length === 0 && command === 'desk') {
    const { db, clock } = deps.house;
    await transact(db, (tx) => makeDeskKey(tx, 'operator', clock.now()));
    deps.write('Tips are sealed to a new desk key from now on. Older tips open with the older keys, as before.');
    return 0;
  }
  if (rest.length > 0 || (command !== 'rotate' && command !== 'reshroud')) {
    deps.write(KEYS_USAGE);
    return 2;
  }
  if (command === 'rotate') await addKey(deps);
  await reshroud(deps);
  return 0;
}

const KEY_BYTES = 32;
const MARGIN_MS = 1_000;

async function addKey({ house, write, seenAfterMs = RING_LOOK_MS + MARGIN_MS }: KeysDeps): Promise<void> {
  const source = house.config.serviceKey;
  if (source.kind !== 'file')
    throw new CommandProblem(
      'The service key does not come from a file: put a new one before it where it comes from, start the services again one after the other, then "fyr keys reshroud".',
      1,
    );
  const ring = await openKeyRing(source);
  const fresh = { secret: randomBytes(KEY_BYTES), retiredAt: undefined };
  await replaceKeyFile(source.file, [fresh, ...retired(ring.keys(), house.clock.now())]);
  write('A new key is the first in the file; other processes see it within seconds.');
  await sleep(seenAfterMs);
}

/** Each says since when it is retired; those that nothing good was made with any more are gone. */
const retired = (keys: readonly HeldKey[], now: Date): readonly HeldKey[] =>
  keys
    .map((key) => ({ ...key, retiredAt: key.retiredAt ?? now }))
    .filter(({ retiredAt }) => now.getTime() - retiredAt.getTime() <= KEEP_RETIRED_MS);

/** Walks until nothing is left under an older key, then takes those away that have been retired for long. */
async function reshroud({ house, write }: KeysDeps): Promise<void> {
  const { config, db, pool } = house;
  // The house's own was opened before the file was changed.
  const serviceKey = await loadServiceKey(config.serviceKey);
  let total = 0;
  for (let moved = await reshroudOnce(pool, serviceKey); moved > 0; moved = await reshroudOnce(pool, serviceKey))
    total += moved;
  await transact(db, (tx) =>
    recordAct(tx, {
      ...{ at: house.clock.now(), actor: 'operator', action: 'service-key.rotated', subject: 'house:service-key' },
      payload: { boxes: total },
    }),
  );
  write(`${total} values were shrouded anew; none is left under an older key.`);
  if (config.serviceKey.kind !== 'file') return;
  const [newest, ...older] = (await openKeyRing(config.serviceKey)).keys();
  if (newest === undefined) return;
  const kept = retired(older, house.clock.now());
  await replaceKeyFile(config.serviceKey.file, [newest, ...kept]);
  if (kept.length > 0)
    write(
      `Retired keys in the file: ${kept.length}. Links in mails and pages that are open were made with them; 400 days after each was replaced a rotation takes it away.`,
    );
}
