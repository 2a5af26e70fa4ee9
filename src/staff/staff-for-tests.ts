/** People for this room's tests: a hotline that has just been set up, with real passwords and codes. */
import { randomBytes } from 'node:crypto';
import { transact, type Db } from '../platform/db.ts';
import { serviceKeyFrom } from '../platform/service-key.ts';
import { acceptInvitation, type AcceptResult } from './accept-invitation.ts';
import { inviteFirstSupervisor, inviteStaff } from './invite-staff.ts';
import { openSession } from './open-session.ts';
import type { Session } from './session.ts';
import type { Role } from './staff-member.ts';
import { freshTotpSecret, totpCode } from './totp.ts';

export const PASSWORD = 'nine dry oars in a boathouse';
export const START = new Date('2026-03-02T08:00:05Z');
export const serviceKey = serviceKeyFrom(randomBytes(32));

const MINUTE_MS = 60_000;
export const minutesLater = (minutes: number, from: Date = START): Date =>
  new Date(from.getTime() + minutes * MINUTE_MS);

export interface Person {
  readonly session: Session;
  readonly cookie: string;
  readonly totpSecret: string;
}

/** Fills in an invitation. */
export function accept(
  db: Db,
  token: string,
  given: Partial<{ name: string; login: string; password: string; totpSecret: string; code: string }> = {},
  now: Date = START,
): Promise<AcceptResult> {
  const totpSecret = given.totpSecret ?? freshTotpSecret();
  return acceptInvitation(
    { db, serviceKey, hotlineName: 'Fyr' },
    {
      token,
      name: given.name ?? 'Astrid Berg',
      login: given.login ?? 'astrid',
      password: given.password ?? PASSWORD,
      totpSecret,
      code: given.code ?? totpCode(totpSecret, now),
    },
    now,
  );
}

/** Somebody who has accepted an invitation and is logged in by it. */
export async function join(db: Db, token: string, login: string, now: Date = START): Promise<Person> {
  const totpSecret = freshTotpSecret();
  const result = await accept(db, token, { login, totpSecret }, now);
  if (result.kind !== 'accepted') throw new Error(`The invitation ended as ${result.kind}.`);
  const session = await openSession(db, result.cookie, now);
  if (session === undefined) throw new Error('The first session did not open.');
  return { session, cookie: result.cookie, totpSecret };
}

/** The hotline's first supervisor. */
export async function firstSupervisor(db: Db, login = 'astrid'): Promise<Person> {
  const token = await inviteFirstSupervisor(db, { now: () => START });
  if (token === undefined) throw new Error('Somebody is here already.');
  return join(db, token, login);
}

/** Somebody whom a supervisor has invited. */
export async function invited(db: Db, by: Person, role: Role, login: string): Promise<Person> {
  const token = await transact(db, (tx) => inviteStaff(tx, by.session, role, START));
  return join(db, token, login);
}
