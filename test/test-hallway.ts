/** The hallway of a house that tells nobody but providers: the police and partners rehearse, and no list decides anything. */
import { openNetwork, openPlaces, testNetworkSchema } from '../src/crawl/door.ts';
import { hallway } from '../src/hallway.ts';
import { openNotices } from '../src/notices/door.ts';
import { testServiceKey } from '../src/notices/notices-for-tests.ts';
import type { Clock } from '../src/platform/clock.ts';
import type { Db } from '../src/platform/db.ts';
import type { PartnerDoor } from '../src/routing/door.ts';
import { countryCodeSchema } from '../src/terms/countries.ts';
import { quietLog } from './fresh-database.ts';

const nobody = (destination: 'ncmec' | 'police' | 'iccam' | 'hotline'): PartnerDoor => ({
  destination,
  send: () => Promise.resolve({ kind: 'rehearsed', because: 'not-configured' }),
});

/** Opens it on a database. */
export function openTestHallway({ db, clock }: { readonly db: Db; readonly clock: Clock }) {
  const provider = openNotices({ db, serviceKey: testServiceKey, clock });
  const handler = hallway({
    ...{ db, clock, serviceKey: testServiceKey, places: openPlaces() },
    network: openNetwork({ kind: 'test', network: testNetworkSchema.parse({ hosts: {} }) }),
    delivery: {
      ...{ db, clock, log: quietLog },
      doors: {
        police: nobody('police'),
        iccam: nobody('iccam'),
        ncmec: nobody('ncmec'),
        hotline: nobody('hotline'),
        provider,
      },
    },
    // No case here holds a sighting: nothing is ever decided by a list.
    deciding: {
      ...{ db, clock, serviceKey: testServiceKey, provider },
      homeCountry: countryCodeSchema.parse('SE'),
      inhopeCountries: new Set<string>(),
      addresses: { proxiesAmong: () => Promise.resolve(new Set<string>()), countryOf: () => undefined },
      police: { prepare: () => Promise.reject(new Error('not this one')) },
      iccam: {
        prepare: () => Promise.reject(new Error('not this one')),
        standingHere: () => Promise.resolve(new Set()),
      },
    },
  });
  return { handler, provider };
}
