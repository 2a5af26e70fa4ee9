/** The people's table, and the tries to log in. */
import { sql, type Selectable } from 'kysely';
import type { Db, Tx } from '../platform/db.ts';
import { staffIdSchema, type StaffId } from '../terms/ids.ts';
import { CASE_ROLE_LIST, roleSchema, type Role, type StaffMember } from './staff-member.ts';

type StaffTable = {
  id: string;
  name: string;
  login: string;
  role: string;
  password_salt: Buffer;
  password_check: Buffer;
  recipient: Buffer;
  sealed_identity: Buffer;
  shrouded_totp: Buffer;
  totp_last_step: number;
  created_at: Date;
  disabled_at: Date | null;
};

type LoginTryTable = { login_digest: Buffer; failures: number; locked_until: Date | null; tried_at: Date };

const tables = (db: Db) => db.$extendTables<{ staff: StaffTable; login_try: LoginTryTable }>();

/** What a person's password and second factor are checked against, and what they open. */
export interface Credentials {
  readonly passwordSalt: Buffer;
  readonly passwordCheck: Buffer;
  readonly recipient: Buffer;
  readonly sealedIdentity: Buffer;
  readonly shroudedTotp: Buffer;
  /** The step of the code that set them up or was used last. */
  readonly totpLastStep: number;
}

/** A person with their credentials. */
export interface StaffAccount extends StaffMember, Credentials {}

/** Writes a new person. Fails on `staff_login_key` when the login is taken. */
export async function insertStaff(
  tx: Tx,
  person: Credentials & { id: StaffId; name: string; login: string; role: Role; createdAt: Date },
): Promise<void> {
  await tables(tx)
    .insertInto('staff')
    .values({
      ...{ id: person.id, name: person.name, login: person.login, role: person.role },
      ...columnsOf(person),
      created_at: person.createdAt,
      disabled_at: null,
    })
    .execute();
}

/** Gives a person new credentials and lets them in (again). */
export async function replaceCredentials(tx: Tx, id: StaffId, role: Role, credentials: Credentials): Promise<void> {
  await tables(tx)
    .updateTable('staff')
    .set({ ...columnsOf(credentials), role, disabled_at: null })
    .where('id', '=', id)
    .execute();
}

/**
 * Keeps a password's check and the identity sealed under it, in place of what `account` had when it was read. False, and nothing is
 * written, when its password is another by now, or the person is shut out.
 */
export async function updatePassword(
  tx: Tx,
  account: Pick<StaffAccount, 'id' | 'passwordSalt'>,
  password: Pick<Credentials, 'passwordSalt' | 'passwordCheck' | 'sealedIdentity'>,
): Promise<boolean> {
  const result = await tables(tx)
    .updateTable('staff')
    .set({
      password_salt: password.passwordSalt,
      password_check: password.passwordCheck,
      sealed_identity: password.sealedIdentity,
    })
    .where('id', '=', account.id)
    .where('password_salt', '=', account.passwordSalt)
    .where('disabled_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Whether the password is still the one of `account` as it was read, and stays it until the transaction ends. */
export async function holdPassword(tx: Tx, account: Pick<StaffAccount, 'id' | 'passwordSalt'>): Promise<boolean> {
  const row = await tables(tx)
    .selectFrom('staff')
    .select('id')
    .where('id', '=', account.id)
    .where('password_salt', '=', account.passwordSalt)
    .where('disabled_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  return row !== undefined;
}

function columnsOf(credentials: Credentials) {
  return {
    password_salt: credentials.passwordSalt,
    password_check: credentials.passwordCheck,
    recipient: credentials.recipient,
    sealed_identity: credentials.sealedIdentity,
    shrouded_totp: credentials.shroudedTotp,
    totp_last_step: credentials.totpLastStep,
  };
}

/** The person with this login, disabled or not. */
export async function readAccountByLogin(db: Db, login: string): Promise<StaffAccount | undefined> {
  const row = await tables(db).selectFrom('staff').selectAll().where('login', '=', login).executeTakeFirst();
  return row === undefined ? undefined : toAccount(row);
}

/** The person with this id, disabled or not. */
export async function readAccount(db: Db, id: StaffId): Promise<StaffAccount | undefined> {
  const row = await tables(db).selectFrom('staff').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : toAccount(row);
}

/** Everybody, in the order in which they came. */
export async function listStaff(db: Db): Promise<readonly StaffMember[]> {
  const rows = await tables(db).selectFrom('staff').selectAll().orderBy('created_at').orderBy('id').execute();
  return rows.map(toMember);
}

/** Everybody's name, whoever has left included: what was done is told with who did it. */
export async function readStaffNames(db: Db): Promise<ReadonlyMap<StaffId, string>> {
  return new Map((await listStaff(db)).map(({ id, name }) => [id, name]));
}

/** True once anybody is here. */
export async function hasStaff(db: Db): Promise<boolean> {
  const row = await tables(db).selectFrom('staff').select('id').limit(1).executeTakeFirst();
  return row !== undefined;
}

/** Lets nobody else be added until the transaction ends, and says how many people there are. */
export async function lockStaff(tx: Tx): Promise<number> {
  await sql`lock table staff in share row exclusive mode`.execute(tx);
  const row = await tables(tx)
    .selectFrom('staff')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return row.count;
}

/** The public halves of everybody who is let in: of those who work on cases at the hotline, or of the police. */
export async function listActiveRecipients(
  db: Db,
  of: 'hotline' | 'police',
): Promise<readonly { id: StaffId; recipient: Buffer }[]> {
  const rows = await tables(db)
    .selectFrom('staff')
    .select(['id', 'recipient'])
    .where('disabled_at', 'is', null)
    .where('role', 'in', of === 'police' ? ['police'] : [...CASE_ROLE_LIST])
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ id: staffIdSchema.parse(row.id), recipient: row.recipient }));
}

/** The supervisors who are let in, locked until the transaction ends: two of them cannot disable each other at once. */
export async function lockActiveSupervisors(tx: Tx): Promise<readonly StaffId[]> {
  const rows = await tables(tx)
    .selectFrom('staff')
    .select('id')
    .where('role', '=', 'supervisor')
    .where('disabled_at', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute();
  return rows.map((row) => staffIdSchema.parse(row.id));
}

/** Shuts a person out; false when they were already. */
export async function markDisabled(tx: Tx, id: StaffId, at: Date): Promise<boolean> {
  const result = await tables(tx)
    .updateTable('staff')
    .set({ disabled_at: at })
    .where('id', '=', id)
    .where('disabled_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Uses up the code of `step`; false when it, or a later one, was used before. */
export async function useTotpStep(tx: Tx, id: StaffId, step: number): Promise<boolean> {
  const result = await tables(tx)
    .updateTable('staff')
    .set({ totp_last_step: step })
    .where('id', '=', id)
    .where('disabled_at', 'is', null)
    .where('totp_last_step', '<', step)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** The tries of one login, locked until the transaction ends; made when there are none. */
export async function lockTries(
  tx: Tx,
  loginDigest: Buffer,
  now: Date,
): Promise<{ failures: number; lockedUntil: Date | undefined; triedAt: Date }> {
  await tables(tx)
    .insertInto('login_try')
    .values({ login_digest: loginDigest, failures: 0, locked_until: null, tried_at: now })
    .onConflict((conflict) => conflict.column('login_digest').doNothing())
    .execute();
  const row = await tables(tx)
    .selectFrom('login_try')
    .selectAll()
    .where('login_digest', '=', loginDigest)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return { failures: row.failures, lockedUntil: row.locked_until ?? undefined, triedAt: row.tried_at };
}

/** Notes the tries of one login. */
export async function updateTries(
  tx: Tx,
  loginDigest: Buffer,
  tries: { failures: number; lockedUntil: Date | undefined; triedAt: Date },
): Promise<void> {
  await tables(tx)
    .updateTable('login_try')
    .set({ failures: tries.failures, locked_until: tries.lockedUntil ?? null, tried_at: tries.triedAt })
    .where('login_digest', '=', loginDigest)
    .execute();
}

/** Forgets the tries of one login, and of all that nobody has tried since `before`. */
export async function forgetTries(tx: Tx, loginDigest: Buffer, before: Date): Promise<void> {
  await tables(tx)
    .deleteFrom('login_try')
    .where((eb) => eb.or([eb('login_digest', '=', loginDigest), eb('tried_at', '<', before)]))
    .execute();
}

function toMember(row: Selectable<StaffTable>): StaffMember {
  return {
    id: staffIdSchema.parse(row.id),
    name: row.name,
    login: row.login,
    role: roleSchema.parse(row.role),
    createdAt: row.created_at,
    disabledAt: row.disabled_at ?? undefined,
  };
}

function toAccount(row: Selectable<StaffTable>): StaffAccount {
  return {
    ...toMember(row),
    passwordSalt: row.password_salt,
    passwordCheck: row.password_check,
    recipient: row.recipient,
    sealedIdentity: row.sealed_identity,
    shroudedTotp: row.shrouded_totp,
    totpLastStep: row.totp_last_step,
  };
}
