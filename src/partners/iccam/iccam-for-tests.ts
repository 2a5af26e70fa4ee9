/**
 * A house around ICCAM for tests: the real hallway on a real database, the stand-in, a clock that a test moves, and people who decide. Police
 * and provider take what they are sent; nothing of them leaves this process.
 */
import { randomUUID } from 'node:crypto';
import { openNetwork, openPlaces, testNetworkSchema } from '../../crawl/door.ts';
import { assessItem, claimCase, listItems, markDecided, markItemsGone, readCaseSummary } from '../../cases/door.ts';
import { hallway } from '../../hallway.ts';
import { openNotices } from '../../notices/door.ts';
import { quietLog } from '../../../test/fresh-database.ts';
import { startIccam, type Iccam, type IccamOptions } from '../../../stand-ins/iccam.ts';
import { transact, type OpenDatabase } from '../../platform/db.ts';
import { planDispatches, type PartnerDoor, type PlannedDispatch } from '../../routing/door.ts';
import type { ItemAnswers } from '../../terms/answers.ts';
import { countryCodeSchema } from '../../terms/countries.ts';
import { caseIdSchema, staffIdSchema, type CaseId, type StaffId } from '../../terms/ids.ts';
import { serviceKeyFrom, type ServiceKey } from '../../platform/service-key.ts';
import { houseEventSchema } from '../../terms/events.ts';
import type { PartnerSettings } from '../settings/partner-setting.ts';
import { openIccam, type IccamDoor } from './iccam.ts';

/** Addresses that the offline country database places in these countries. */
export const IPS = { SE: '85.24.180.40', NL: '94.75.200.10', US: '23.92.20.30', VN: '14.225.10.7' } as const;

export interface IccamHouse {
  readonly iccam: Iccam;
  readonly door: IccamDoor;
  readonly serviceKey: ServiceKey;
  readonly now: () => Date;
  /** Moves the clock on, so that what waits is due. */
  forward(ms: number): void;
  /** Follows up and delivers events until nothing is left to do now. */
  settle(): Promise<void>;
  /** Delivers what the house was told, each twice: at least once is all that is promised. */
  deliver(): Promise<readonly string[]>;
  /** Another hotline's report of these addresses, hosted in SE: what SE's hotline finds on its lists. @returns its contents' numbers */
  assign(urls: readonly string[], change?: object): readonly number[];
  cases(): Promise<readonly CaseId[]>;
  /** Claims the case, answers for each item, tells police and provider by `tell`, decides. */
  decide(
    caseId: CaseId,
    answers: ItemAnswers,
    tell?: readonly ('police' | 'provider' | 'hotline')[],
    gone?: boolean,
  ): Promise<void>;
  /** All items of the case have gone. */
  goneAll(caseId: CaseId): Promise<void>;
  /** Settings from now on. */
  set(change: Partial<PartnerSettings['values']>): void;
  close(): Promise<void>;
}

/** Read once: it is large. */
const places = openPlaces();
const START = Date.parse('2026-03-01T12:00:00Z');
let files = 0;

/** Somebody who decides; without a password, which takes its time to be made. */
async function insertAnalyst(pool: OpenDatabase['pool']): Promise<StaffId> {
  const id = staffIdSchema.parse(randomUUID());
  await pool.query(
    `insert into staff (id, name, login, role, password_salt, password_check, recipient, sealed_identity, shrouded_totp, created_at)
     values ($1, 'Analyst', 'analyst', 'analyst', '', '', '', '', '', now())`,
    [id],
  );
  return id;
}

/** Opens it for the hotline of SE. */
export async function openIccamHouse(
  { db, pool }: OpenDatabase,
  options: Partial<IccamOptions> = {},
  timeoutMs = 400,
): Promise<IccamHouse> {
  let nowMs = START;
  const clock = { now: () => new Date(nowMs) };
  const serviceKey = serviceKeyFrom(Buffer.alloc(32, 9));
  const analystId = await insertAnalyst(pool);
  const iccam = await startIccam({ country: 'SE', now: clock.now, ...options });
  let values: Record<string, string> = { url: iccam.url, user: iccam.username, password: iccam.password };
  const door = openIccam({
    ...{ db, serviceKey, clock, timeoutMs, homeCountry: 'SE' },
    settings: () => Promise.resolve({ mode: 'test', values }),
  });
  const taking = (destination: 'police' | 'ncmec' | 'hotline' | 'provider'): PartnerDoor => ({
    destination,
    send: () => Promise.resolve({ kind: 'sent', reference: 'a mail' }),
  });
  const handler = hallway(hallwayDeps());
  function hallwayDeps() {
    const provider = openNotices({ db, serviceKey, clock });
    const hosts = Object.fromEntries(
      Object.entries(IPS).map(([country, ip]) => [
        `${country.toLowerCase()}.example.org`,
        { ip, connectTo: '127.0.0.1:9' },
      ]),
    );
    return {
      ...{ db, clock, serviceKey, places },
      network: openNetwork({ kind: 'test', network: testNetworkSchema.parse({ hosts }) }),
      delivery: {
        ...{ db, clock, log: quietLog },
        doors: {
          police: taking('police'),
          iccam: door,
          ncmec: taking('ncmec'),
          hotline: taking('hotline'),
          provider: taking('provider'),
        },
      },
      deciding: {
        ...{ db, clock, serviceKey, provider, iccam: door, homeCountry: countryCodeSchema.parse('SE') },
        inhopeCountries: new Set(['NL', 'US']),
        addresses: {
          proxiesAmong: () => Promise.resolve(new Set<string>()),
          countryOf: (ip: string) => places.countryOf(ip),
        },
        police: { prepare: () => Promise.reject(new Error('not this one')) },
      },
    };
  }

  const deliver = async (): Promise<readonly string[]> => {
    const kinds: string[] = [];
    for (;;) {
      const { rows } = await pool.query<{ event: unknown }>('delete from outbox returning event');
      if (rows.length === 0) return kinds;
      for (const { event } of rows) {
        kinds.push(houseEventSchema.parse(event).kind);
        await handler.handle(event, 1);
        await handler.handle(event, 2);
      }
    }
  };

  return {
    ...{ iccam, door, serviceKey, deliver, now: clock.now },
    forward: (ms) => void (nowMs += ms),
    settle: async () => {
      for (let round = 0; round < 10; round += 1) {
        const { changed } = await door.followUp();
        const events = await deliver();
        if (changed === 0 && events.length === 0) return;
      }
      throw new Error('It does not settle.');
    },
    assign: (urls, change = {}) => {
      files += 1;
      const before = iccam.contents().length;
      iccam.fileReport('NL', {
        ...{
          reportingAnalystName: 'Partner',
          hotlineReceivedDate: clock.now().toISOString(),
          hotlineReference: `N-${files}`,
        },
        ...{ memo: 'Seen in a public group', sourceUrlReferrer: 'http://nl.example.org/links' },
        urls: urls.map((urlString, index) => ({
          ...{
            urlString,
            hostingCountryCode: 'SE',
            hostingIpAddress: IPS.SE,
            isSourceUrl: index === 0,
            contentType: 2,
          },
        })),
        ...change,
      });
      return iccam
        .contents()
        .slice(before)
        .map(({ contentId }) => contentId);
    },
    cases: async () => {
      const { rows } = await pool.query<{ id: string }>('select id from case_file order by number');
      return rows.map(({ id }) => caseIdSchema.parse(id));
    },
    decide: async (caseId, answers, tell = ['police', 'provider']) => {
      const items = await listItems(db, serviceKey, caseId);
      const now = clock.now();
      await transact(db, async (tx) => {
        await claimCase(tx, caseId, analystId, now);
        for (const item of items)
          if (item.state === 'new')
            await assessItem(tx, serviceKey, {
              itemId: item.id,
              staffId: analystId,
              questionSet: 'test@1',
              answers,
              now,
            });
        await markDecided(tx, caseId, analystId, now);
        const common = {
          caseId,
          tipId: undefined,
          target: undefined,
          isDsa16: false,
          isHeld: false,
          isAtOnce: false,
        } as const;
        const plans = tell.flatMap((destination): readonly PlannedDispatch[] =>
          destination === 'police'
            ? [
                {
                  ...common,
                  destination,
                  itemId: undefined,
                  rule: 'home-crime',
                  payload: Buffer.from('x'),
                  occasion: 'c',
                  covers: items.map(({ id, round }) => ({ itemId: id, round })),
                },
              ]
            : items.map(({ id, round }) => ({
                ...common,
                destination,
                itemId: id,
                rule: 'home-notice',
                payload: Buffer.from('x'),
                occasion: `r${round}`,
              })),
        );
        await planDispatches(tx, 'system', plans, now);
      });
      if ((await readCaseSummary(db, caseId)) === undefined) throw new Error('The case is gone.');
    },
    goneAll: async (caseId) => {
      for (const item of await listItems(db, serviceKey, caseId)) {
        await transact(db, (tx) => markItemsGone(tx, [item.id], clock.now()));
        await handler.handle({ kind: 'item-gone', itemId: item.id }, 1);
      }
    },
    set: (change) => {
      const merged = Object.entries({ ...values, ...change });
      values = Object.fromEntries(
        merged.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
      );
    },
    close: async () => {
      await door.close();
      await iccam.close();
    },
  };
}
