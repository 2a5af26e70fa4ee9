/**
 * Once a day the newest checkpoint leaves the house: by mail to somebody outside, and to a time stamp authority, whose answer says when at
 * the latest the log was what it was. Both are beyond whoever runs this machine.
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Certificate } from 'pkijs';
import type { Clock } from '../platform/clock.ts';
import { transact, type Db } from '../platform/db.ts';
import { codeOf, type Log } from '../platform/log.ts';
import { startLoop, type Loop } from '../platform/loop.ts';
import type { Mail } from '../platform/mail.ts';
import { readNewestCheckpoint, type StoredCheckpoint } from './ledger-store.ts';
import { insertPublication, isPublished } from './publication-store.ts';
import { makeTimestampQuery, readTimestamp } from './timestamp.ts';

export interface PublishDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly checkpointFolder: string;
  /** Undefined: nothing goes by mail. */
  readonly mail: { readonly to: string; readonly send: (mail: Mail) => Promise<unknown> } | undefined;
  /** Undefined: no time stamp is asked for. `ask` sends a query's body and gives the answer's. */
  readonly authority:
    { readonly certificate: Certificate; readonly ask: (body: Buffer) => Promise<Buffer> } | undefined;
}

/** Publishes what is not published today. @throws Error when one of the two could not take it; it is tried again */
export async function publishOutside(deps: PublishDeps): Promise<void> {
  const newest = await readNewestCheckpoint(deps.db);
  if (newest === undefined) return;
  const day = deps.clock.now().toISOString().slice(0, 10);
  const results = await Promise.allSettled([stamp(deps, newest, day), mail(deps, newest, day)]);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}

async function stamp(deps: PublishDeps, newest: StoredCheckpoint, day: string): Promise<void> {
  const { db, authority, clock } = deps;
  if (authority === undefined || (await isPublished(db, 'timestamp', day))) return;
  const bytes = Buffer.from(newest.note);
  const { body, nonce } = makeTimestampQuery(bytes);
  const token = await authority.ask(body);
  const stampedAt = await readTimestamp(token, { bytes, nonce, authority: authority.certificate });
  // Beside the checkpoint that it is of, so that both are copied together; the checkpoint's own file may be replaced later that day.
  const name = `${day}.${String(newest.size).padStart(12, '0')}`;
  await writeFile(path.join(deps.checkpointFolder, `${name}.stamped.txt`), newest.note, { mode: 0o600 });
  await writeFile(path.join(deps.checkpointFolder, `${name}.stamped.tsr`), token, { mode: 0o600 });
  await transact(db, (tx) =>
    insertPublication(tx, { channel: 'timestamp', day, size: newest.size, token, stampedAt, at: clock.now() }),
  );
}

async function mail(deps: PublishDeps, newest: StoredCheckpoint, day: string): Promise<void> {
  const { db, clock } = deps;
  if (deps.mail === undefined || (await isPublished(db, 'mail', day))) return;
  await deps.mail.send({
    to: deps.mail.to,
    subject: `Checkpoint ${newest.size} of ${day}`,
    text: `${newest.note}\nKeep this mail: with it and the public key anybody can show what the log was on this day (docs/ledger.md).\n`,
    idempotencyKey: `checkpoint.${day}`,
  });
  await transact(db, (tx) => insertPublication(tx, { channel: 'mail', day, size: newest.size, at: clock.now() }));
}

const LOOK_MS = 3_600_000;
const AFTER_FAILURE_MS = 300_000;

/** Looks every hour, until stopped. */
export function startPublishing(deps: PublishDeps & { readonly log: Log }): Loop {
  return startLoop(async () => (await publishOutside(deps), 'rest'), {
    ...{ pauseMs: LOOK_MS, failurePauseMs: AFTER_FAILURE_MS },
    onFailure: (error) => deps.log.warn('ledger.unpublished', { code: codeOf(error) }),
  });
}
