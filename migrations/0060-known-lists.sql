-- Known lists: hashes received from authorised bodies (docs/known-lists.md). No hash lies here in clear:
--   shrouded     all hashes of one entry, AES-256-GCM under a subkey of the service key, bound to its key digest
--   *_digest     keyed HMAC, cut to 64 bits for the look-ups (a hit is verified against what is unshrouded), 128 for the key
-- Category, times and states are plain: what statistics need.

create table known_list (
  id                int primary key generated always as identity,
  name              text not null,
  source            text not null,              -- the body that it came from
  kind              text not null check (kind in ('file', 'feed')),
  format            text not null,
  state             text not null check (state in ('draft', 'proposed', 'active', 'withdrawn')),
  category_map      jsonb not null,             -- the source's code -> the hotline's category, or 'skip'
  trusted           text[] not null,            -- the hotline's categories whose exact hits need nobody's eye
  codes             text[] not null default '{}', -- the source's codes as met; an entry's category is an index into it
  entries           int not null default 0,     -- not withdrawn
  last_number       int not null default 0,     -- of the newest entry
  change            int not null default 0,     -- grows with each transaction that touches the list or its entries
  proposed_change   int,                        -- what the first person saw: a file's list that differs cannot be confirmed
  created_at        timestamptz not null,
  proposed_by       uuid references staff,
  proposed_at       timestamptz,
  activated_by      uuid references staff,
  activated_at      timestamptz,
  withdrawn_by      uuid references staff,
  withdrawn_at      timestamptz,
  constraint known_list_two_people check (activated_by is null or activated_by <> proposed_by),
  constraint known_list_active_by_two check (state <> 'active' or (proposed_by is not null and activated_by is not null))
);

create table known_entry (
  list_id        int not null references known_list,
  number         int not null,
  change         int not null,                  -- the list's, when this entry was last written
  category       smallint not null,             -- index into known_list.codes
  withdrawn_by   smallint,                      -- 1: its source, 2: a person (for good, whatever the source says later)
  listed_at      timestamptz,                   -- when the source listed or changed it
  withdrawn_at   timestamptz,
  md5_digest     bigint,
  sha1_digest    bigint,
  sha256_digest  bigint,
  key_digest     bytea not null,                -- equal for equal entries of a list: no doubles
  shrouded       bytea not null,
  primary key (list_id, number),
  constraint known_entry_key unique (list_id, key_digest)
);
create index known_entry_change on known_entry (list_id, change);
create index known_entry_md5 on known_entry (md5_digest) where md5_digest is not null;
create index known_entry_sha1 on known_entry (sha1_digest) where sha1_digest is not null;
create index known_entry_sha256 on known_entry (sha256_digest) where sha256_digest is not null;

create table known_import (                     -- how far each file has come; written with the rows themselves
  list_id        int not null references known_list,
  file_digest    bytea not null,
  settings       bytea not null,                -- digest of what was asked, so that a restart continues with the same
  done_rows      bigint not null default 0,
  rejected_bytes bigint not null default 0,     -- length of FILE.rejected.ndjson that belongs to them
  counts         jsonb not null default '{}',
  started_at     timestamptz not null,
  ended_at       timestamptz,
  primary key (list_id, file_digest)
);
create index on known_import (file_digest);

create table known_feed (                       -- where the exchange with a source stands
  list_id       int primary key references known_list,
  account       text not null,                  -- address and user, never the password
  checked_until timestamptz not null,           -- every query up to here was read to its end
  query_to      timestamptz,                    -- the query under way, if any, and its next page
  query_next    text,
  queried_at    timestamptz
);
