-- What people do with whole cases: notes to each other, ties between cases, one case taken into another.
create table case_note (
  id          uuid primary key,
  case_id     uuid not null references case_file,
  staff_id    uuid not null references staff,
  written_at  timestamptz not null,
  desk_key_id uuid not null references desk_key, -- it may quote a tip: only the hotline's people can open it
  sealed_text bytea not null
);
create index on case_note (case_id, written_at);

create table note_mention (
  note_id  uuid not null references case_note,
  staff_id uuid not null references staff,
  seen_at  timestamptz,
  primary key (note_id, staff_id)
);
create index note_mention_unseen on note_mention (staff_id) where seen_at is null;

create table case_link (
  case_id   uuid not null references case_file,
  other_id  uuid not null references case_file,
  linked_by uuid not null references staff,
  linked_at timestamptz not null,
  primary key (case_id, other_id),
  check (case_id < other_id)                     -- a tie has no direction and is kept once
);
create index on case_link (other_id);

alter table case_file add column joined_to uuid references case_file; -- everything in it was moved there

-- Something done with several cases at once. It takes effect a little later, and can be taken back until then.
create table bulk_act (
  id       uuid primary key,
  staff_id uuid not null references staff,
  kind     text not null check (kind in ('take', 'hand-over', 'close')),
  choice   text,                                 -- to whom, or for which reason
  case_ids uuid[] not null,
  made_at  timestamptz not null,
  due_at   timestamptz not null,
  state    text not null check (state in ('waiting', 'done', 'undone')),
  done     int                                   -- of the cases; the others had changed meanwhile
);
create index on bulk_act (staff_id, due_at);
