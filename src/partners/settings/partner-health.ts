import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import { codeOf } from '../../platform/log.ts';
import type { PartnerDoor } from '../partner.ts';
import type { PartnerName } from './partner-setting.ts';
import { upsertFailure, upsertSuccess } from './setting-store.ts';

/** Notes how one call to a partner's system ended, and hands on its result or its failure. */
export async function noting<T>(
  deps: { readonly db: Db; readonly clock: Clock },
  partner: PartnerName,
  call: () => Promise<T>,
): Promise<T> {
  let result: T;
  try {
    result = await call();
  } catch (error) {
    await upsertFailure(deps.db, partner, codeOf(error), deps.clock.now());
    throw error;
  }
  await upsertSuccess(deps.db, partner, deps.clock.now());
  return result;
}

/** The same door, with each sending that reached the partner's system noted. A rehearsal reaches nobody; a refusal is an answer. */
export function withHealth(
  deps: { readonly db: Db; readonly clock: Clock },
  partner: PartnerName,
  door: PartnerDoor,
): PartnerDoor {
  return {
    ...door,
    send: async (dispatch) => {
      const outcome = await door.send(dispatch).catch(async (error: unknown) => {
        await upsertFailure(deps.db, partner, codeOf(error), deps.clock.now());
        throw error;
      });
      if (outcome.kind !== 'rehearsed') await upsertSuccess(deps.db, partner, deps.clock.now());
      return outcome;
    },
  };
}
