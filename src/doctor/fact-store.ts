/** Looks at every table for what must never be; reads only. */
import { sql } from 'kysely';
import type { Db } from '../platform/db.ts';
import { SERVICE_ROLES } from '../platform/roles.ts';
import type { Counted, DatabaseSettings } from './judge.ts';

/** A tip has two copies of its key or, once erased, none; what is sealed to the desk is an age box. */
const AGE_HEAD = sql`'age-encryption.org/v1'::bytea`;

/** Counts of rows that break an invariant, and of what waits; all of one moment. */
export async function countFacts(db: Db): Promise<Counted> {
  const { rows } = await sql<Counted>`
    select (select count(*) from tip) as tips,
      (select count(*) from tip where erased_at is null
        and (sealed_key_desk is null or sealed_key_mailbox is null)) as "tipsWithoutKeys",
      (select count(*) from tip where erased_at is not null and (sealed_key_desk is not null
        or sealed_key_mailbox is not null or sealed_contact is not null or urgent_package is not null
        or exists (select from mailbox_notice n where n.tip_id = tip.id))) as "tipsHalfErased",
      (select count(*) from tip where length(sealed_report) < 28 or length(shrouded_addresses) < 28
        or substring(sealed_key_desk from 1 for 21) <> ${AGE_HEAD}) as "tipsNotSealed",
      (select count(*) from tip t where not exists (select from case_tip c where c.tip_id = t.id)
        and not exists (select from outbox o where o.event ->> 'tipId' = t.id::text)
        and not exists (select from graphile_worker._private_jobs j where j.payload::text like '%' || t.id || '%')
      ) as "tipsWithoutCase",
      (select count(*) from tip t where not exists (select from mailbox_entry m where m.tip_id = t.id)) as "tipsWithoutMailbox",
      (select count(*) from dispatch where payload is not null and state in ('sent', 'rehearsed', 'cancelled')) as "dispatchesKeeping",
      (select count(*) from dispatch where state = 'planned' and planned_at < now() - interval '1 day') as "dispatchesLate",
      (select count(*) from dispatch where state = 'refused') as "dispatchesRefused",
      (select count(*) from graphile_worker._private_jobs where attempts >= max_attempts) as "jobsGivenUp",
      (select count(*) from graphile_worker._private_jobs where locked_at < now() - interval '10 minutes') as "jobsHeldLong",
      (select coalesce(extract(epoch from clock_timestamp() - min(written_at)), 0)::float8 from outbox) as "outboxSeconds",
      (select count(*) from ledger_act) as "actsWaiting",
      (select count(*) from desk_key) as "deskKeys",
      (select count(*) from desk_key k where exists (select from tip t where t.desk_key_id = k.id and t.erased_at is null)
        and not exists (select from desk_key_share s join staff p on p.id = s.staff_id
          where s.desk_key_id = k.id and p.disabled_at is null)) as "deskKeysUnheld",
      (select count(*) from staff where role = 'supervisor' and disabled_at is null) as supervisors,
      (select count(*) from tip where erased_at > coalesce((select max(made_at) from backup_run), '-infinity')) as "erasedSinceBackup"
    `.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error('The database counted nothing.');
  return row;
}

/** What durability hangs on, and the instants that tell of a clock that jumped. */
export async function readDatabaseSettings(db: Db): Promise<DatabaseSettings> {
  const { rows } = await sql<DatabaseSettings>`
    select current_setting('server_version_num')::int / 10000 as "majorVersion", current_setting('fsync') as fsync,
      current_setting('synchronous_commit') as "synchronousCommit", current_setting('full_page_writes') as "fullPageWrites",
      current_setting('data_checksums') as "dataChecksums", clock_timestamp() as now,
      (select max(made_at) from ledger_checkpoint) as "newestCheckpointAt",
      current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
        - coalesce(current_setting('reserved_connections', true)::int, 0) as "connectionsAllowed",
      (select coalesce(sum(numbackends), 0)::int from pg_stat_database) as "connectionsOpen",
      (select coalesce(array_agg(role), '{}') from unnest(${[...SERVICE_ROLES]}::text[]) role
        where not exists (select from pg_roles where rolname = role)) as "rolesMissing"`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error('The database said nothing of itself.');
  return row;
}

/** Shrouded addresses of the oldest and the newest tip: does the service key at hand open them? */
export async function readSamples(db: Db): Promise<readonly Buffer[]> {
  const { rows } = await sql<{ shrouded_addresses: Buffer }>`
    (select shrouded_addresses from tip order by received_hour limit 1)
    union all (select shrouded_addresses from tip order by received_hour desc limit 1)`.execute(db);
  return rows.map((row) => row.shrouded_addresses);
}
