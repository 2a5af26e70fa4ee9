-- When backups were made and verified: `fyr doctor` says when the last is too old, and what was erased since still lies in it.
create table backup_run (
  id         uuid primary key,
  made_at    timestamptz not null,               -- of the snapshot
  size_bytes bigint not null,
  row_count  bigint not null
);
create index on backup_run (made_at);
