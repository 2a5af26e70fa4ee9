import type { HotlineDoor } from '../exchange/door.ts';
import type { NoticeDoor, NoticeInput } from '../notices/door.ts';
import type { CybertipDoor, IccamDoor, PoliceDoor } from '../partners/door.ts';
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/db.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import type { CountryCode } from '../terms/countries.ts';
import type { SightingId } from '../terms/ids.ts';
import type { AddressKnowledge } from './host-stands.ts';

/** What deciding takes: the ways out prepare what will be sent, and nothing leaves before the decision has committed. */
export interface DecideDeps {
  readonly db: Db;
  readonly serviceKey: ServiceKey;
  readonly clock: Clock;
  readonly homeCountry: CountryCode;
  readonly inhopeCountries: ReadonlySet<string>;
  readonly police: Pick<PoliceDoor, 'prepare'>;
  readonly iccam: Pick<IccamDoor, 'prepare' | 'standingHere'>;
  /** Undefined: nothing is ever reported to NCMEC. */
  readonly ncmec?: Pick<CybertipDoor, 'reach' | 'prepare'> | undefined;
  readonly provider: Pick<NoticeDoor, 'prepareNotice'>;
  /** Undefined: no other hotline is handed anything. */
  readonly hotline?: Pick<HotlineDoor, 'countriesFor' | 'prepareHandover'> | undefined;
  readonly addresses: AddressKnowledge;
  /** Exact hashes of what was sighted: notices say them. Injected, since sightings are the crawler's. */
  readonly readHashes?: ((id: SightingId) => Promise<NoticeInput['hashes']>) | undefined;
}
