import type { Network, Places } from '../../crawl/door.ts';
import type { HotlineIdentity } from '../../partners/door.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db, Tx } from '../../platform/db.ts';
import type { Log } from '../../platform/log.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import type { ItemId } from '../../terms/ids.ts';
import type { Channel } from '../letters/channel.ts';
import type { CheckLimits, Sight } from './check-notice.ts';
import type { NoticeTimetable } from './notice-timetable.ts';
import type { HostPlace, Ladder, ProviderContact } from './rung.ts';

/** What the rechecks know: read before a letter leaves, and asked for more where it is not enough. */
export interface Sights {
  read(itemIds: readonly ItemId[]): Promise<ReadonlyMap<ItemId, Sight>>;
  /** Visits these items at `at`, or soon after; sooner where a visit is due sooner. */
  hasten(tx: Tx, itemIds: readonly ItemId[], at: Date): Promise<void>;
  /** A letter about these items has left: they are visited more often for a while. */
  noteSent(tx: Tx, itemIds: readonly ItemId[], at: Date): Promise<void>;
}

/** What a takedown's search and steps take. Nothing of it goes over the network but `findLadder`. */
export interface TakedownDeps {
  readonly db: Db;
  readonly serviceKey: ServiceKey;
  readonly log: Log;
  readonly timetable: NoticeTimetable;
  readonly settings: {
    readonly newContacts: 'use' | 'ask';
    /** Items for one provider gather for so long, unless the provider has a time of its own. */
    readonly groupMs: number;
    /** False: test mode with neither a contacts file nor a registry; then a takedown without anybody to tell is a rehearsal. */
    readonly isConfigured: boolean;
  };
  readonly findLadder: (place: HostPlace, now: Date) => Promise<Ladder>;
  readonly sights: Sights;
}

/** What sending takes beside that. */
export interface SendingDeps extends TakedownDeps {
  readonly clock: Clock;
  readonly network: Pick<Network, 'resolve'>;
  readonly places: Pick<Places, 'countryOf'>;
  readonly hotline: HotlineIdentity;
  readonly channelFor: (contact: ProviderContact) => Channel;
  /** What follows the @ in a Message-ID. */
  readonly mailDomain: string;
  /** The provider's page of a letter, by its token; undefined where the public site has no address. */
  readonly pageUrlOf: (token: string) => string | undefined;
  /** How long that page can be opened. */
  readonly pageMs: number;
  readonly limits?: Partial<SendingLimits>;
}

/** How much at a time, and for how long a letter is one process's own. */
export interface SendingLimits extends CheckLimits {
  /** Letters that are claimed together. */
  readonly batch: number;
  /** Letters that are on their way at the same time. */
  readonly concurrency: number;
  /** Items in one letter. */
  readonly mostItems: number;
  /** A letter whose sender died is taken up after so long: longer than any channel takes. */
  readonly leaseMs: number;
}
