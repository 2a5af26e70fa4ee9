import { visitAddress, type AddressVisit, type VisitTools } from '../../crawl/door.ts';
import type { Clock } from '../../platform/clock.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import type { RecheckSettings } from './recheck-settings.ts';
import { nextVisitAt } from './timetable.ts';
import { afterVisit, type WatchNews } from './watch.ts';
import type { DueWatch, OpenWatch, VisitRecord } from './visit-store.ts';

/** What visiting takes beside the database. Clock, chance and the web come in, so that a test runs weeks of visits in a moment. */
export interface ItemVisitDeps {
  readonly serviceKey: ServiceKey;
  readonly clock: Clock;
  readonly settings: RecheckSettings;
  readonly tools: VisitTools;
  /** A number from 0 to 1 for the timetable; `Math.random` by default. */
  readonly random?: () => number;
}

const fingerprintKeys = new WeakMap<ServiceKey, Buffer>();

/** The same for each visit, as fingerprints are compared from one to the next; worked out once. */
function fingerprintKeyOf(serviceKey: ServiceKey): Buffer {
  const known = fingerprintKeys.get(serviceKey);
  if (known !== undefined) return known;
  const key = serviceKey.digest('fingerprint', 'recheck');
  fingerprintKeys.set(serviceKey, key);
  return key;
}

/** A visit that was made, ready to be written. */
export interface DoneVisit {
  readonly record: VisitRecord;
  readonly news: readonly WatchNews[];
}

/** Visits one item and says what that changes. The address is in clear in memory alone. */
export async function visitItem(deps: ItemVisitDeps, due: DueWatch, open: OpenWatch): Promise<DoneVisit> {
  const { serviceKey, clock, settings, tools, random = Math.random } = deps;
  const visit: AddressVisit = await visitAddress(
    tools,
    {
      url: open.url,
      kind: open.isMedia ? 'media' : 'unknown',
      fingerprint: open.watch.fingerprint,
      lastBecause: open.watch.lastBecause,
      key: fingerprintKeyOf(serviceKey),
    },
    clock.now(),
  );
  const { verdict, because, isSame, movedTo } = visit;
  const { watch, news } = afterVisit(
    open.watch,
    { at: clock.now(), verdict, because, isSame, fingerprint: visit.fingerprint, movedTo },
    settings,
  );
  const isRemembered = watch.fingerprint !== open.watch.fingerprint;
  return {
    record: {
      itemId: due.itemId,
      dueAt: due.dueAt,
      renewedAt: open.watch.renewedAt,
      after: { ...watch, nextVisitAt: nextVisitAt(watch, settings, random()) },
      fingerprint: isRemembered ? watch.fingerprint : undefined,
      ips: visit.ip === undefined ? [] : [visit.ip],
    },
    news,
  };
}
