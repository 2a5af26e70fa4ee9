/** What the police's tests share: a hotline with people, officers with accounts of their own, and a door to them. */
import type pg from 'pg';
import type { Db } from '../../platform/db.ts';
import type { Mailer } from '../../platform/mail.ts';
import { firstSupervisor, invited, START, type Person } from '../../staff/staff-for-tests.ts';
import { HOTLINE, plantDispatch, testServiceKey, caseInputOf } from '../partner-for-tests.ts';
import type { Dispatch } from '../partner.ts';
import type { PartnerSettings } from '../settings/partner-setting.ts';
import { openPolice, type PoliceDeps, type PoliceDoor } from './police.ts';

/** A hotline and its way to the police; `settings` and `now` may be changed between steps. */
export interface PoliceScene {
  readonly deps: PoliceDeps;
  readonly door: PoliceDoor;
  readonly supervisor: Person;
  settings: PartnerSettings;
  now: Date;
  /** Somebody of the police who has accepted an invitation. */
  officer(login: string): Promise<Person>;
  analyst(login: string): Promise<Person>;
  /** A dispatch that waits, with a package made as the settings say. */
  planned(changes?: Partial<Dispatch>): Promise<Dispatch>;
  waitMinutes(minutes: number): void;
}

/** Opens a scene on a fresh database: its first person is a supervisor. */
export async function openPoliceScene(
  db: Db,
  pool: pg.Pool,
  mail: { readonly smtpUrl: string | undefined; readonly mailer: Mailer | undefined } = {
    ...{ smtpUrl: undefined, mailer: undefined },
  },
): Promise<PoliceScene> {
  const supervisor = await firstSupervisor(db);
  const deps: PoliceDeps = {
    ...{ db, serviceKey: testServiceKey, hotline: HOTLINE, clock: { now: () => scene.now }, ...mail },
    settings: () => Promise.resolve(scene.settings),
    siteUrl: () => 'https://fyr.example.org/',
    caseNumberOf: () => Promise.resolve(123),
  };
  const door = openPolice(deps);
  const scene: PoliceScene = {
    ...{ deps, door, supervisor, now: START, settings: { mode: 'test', values: { way: 'account' } } },
    officer: (login) => invited(db, supervisor, 'police', login),
    analyst: (login) => invited(db, supervisor, 'analyst', login),
    planned: async (changes = {}) => {
      const dispatch = await plantDispatch(pool, 'police', { ...changes, payload: undefined });
      const payload = await door.prepare(caseInputOf({ id: dispatch.caseId }));
      return { ...dispatch, payload };
    },
    waitMinutes: (minutes) => {
      scene.now = new Date(scene.now.getTime() + minutes * 60_000);
    },
  };
  return scene;
}
