-- Where cases go, as versions of a table that two people release (src/routing/table-version.ts). Version 0 is what Fyr ships; it has no
-- row here. A version that was released is kept for good: dispatches name it.

create table routing_table (
  version        int primary key generated always as identity,
  state          text not null check (state in ('draft', 'released', 'withdrawn')),
  based_on       int not null,                 -- the version in use when it was begun
  revision       int not null default 1,       -- counts the changes of a draft, so that nobody overwrites another's
  rows           jsonb not null,
  hash           text not null check (hash ~ '^[0-9a-f]{64}$'),   -- SHA-256 of the rows
  reason         text not null default '',     -- why, in its editors' words
  editors        uuid[] not null,              -- everybody who changed it: none of them may release it
  begun_at       timestamptz not null,
  -- The newest trial over past cases: of which rows, and what came of it.
  tried_hash     text,
  tried_by       uuid references staff,
  tried_at       timestamptz,
  trial          jsonb,
  released_by    uuid references staff,
  released_at    timestamptz,
  withdrawn_by   uuid references staff,
  withdrawn_at   timestamptz,
  constraint routing_table_tried check ((tried_hash is null) = (trial is null) and (tried_hash is null) = (tried_by is null)
    and (tried_hash is null) = (tried_at is null)),
  constraint routing_table_two_people check (released_by is null or not (released_by = any(editors))),
  constraint routing_table_released_by check (state <> 'released' or released_by is not null),
  -- What was released is what was tried.
  constraint routing_table_released_as_tried check (released_by is null or tried_hash is not distinct from hash),
  constraint routing_table_withdrawn_by check (state <> 'withdrawn' or withdrawn_by is not null)
);
-- One draft at a time: two people who change the same rows would undo each other's.
create unique index routing_table_draft_key on routing_table ((true)) where state = 'draft';

-- Which row of which version a dispatch follows from; null for those planned before there were versions, and for what leaves
-- without the table: an urgent tip on its arrival.
alter table dispatch
  add column routing_version int,
  add column routing_row text,
  add constraint dispatch_routing check ((routing_version is null) = (routing_row is null)) not valid;
