-- The exchange between hotlines that run Fyr (docs/partners/exchange.md).
create table exchange_own_key (                  -- seeds are derived from the service key; the newest signs, all that have not ended open
  generation int primary key,
  made_at    timestamptz not null,
  ended_at   timestamptz
);

create table exchange_peer (
  id              uuid primary key,
  body            text not null unique,          -- what the peer calls itself in every entry; stays when its keys change
  name            text not null,
  country         text not null,
  shrouded_url    bytea not null,
  mode            text not null check (mode in ('off', 'test', 'live')),
  key_text        text not null,                 -- public; compared by reading its fingerprint aloud
  next_key_text   text,                          -- while the peer changes over, both are taken
  shrouded_certificate bytea,                    -- client certificate and key, where its server asks for one
  gives           boolean not null,              -- it gets our confirmed hashes
  hands_cases     boolean not null,              -- items hosted in its country go there
  trusted         text[] not null,               -- what an exact hit of its list needs nobody's eye for
  list_id         int references known_list,
  entries_cursor  bigint not null default 0,
  states_cursor   bigint not null default 0,
  last_success_at timestamptz,
  failing_since   timestamptz,
  failure_code    text,
  created_at      timestamptz not null,
  created_by      uuid references staff
);

create table exchange_nonce (                    -- a signed request is taken once
  peer_id    uuid not null references exchange_peer,
  nonce      text not null,
  seen_until timestamptz not null,
  primary key (peer_id, nonce)
);

create table exchange_counter (value bigint not null); -- its row's lock makes changes visible in their order
insert into exchange_counter values (0);

create table exchange_entry (                    -- what we have confirmed and give to others
  reference       text primary key,
  change          bigint not null unique,
  item_id         uuid references item,
  category        text not null,
  first_confirmed_at timestamptz not null,
  provenance      jsonb not null,                -- bodies that confirmed it, the first one first
  shrouded_hashes bytea,                         -- null once withdrawn
  withdrawn_at    timestamptz
);
create index on exchange_entry (item_id);

create table exchange_received (                 -- what others have confirmed, beside the entry of their list
  peer_id         uuid not null references exchange_peer,
  reference       text not null,
  category        text not null,
  first_confirmed_at timestamptz not null,
  provenance      jsonb not null,
  hash_digests    bytea[] not null,              -- keyed: finds the chain of what we confirm after them
  withdrawn_at    timestamptz,
  primary key (peer_id, reference)
);
create index on exchange_received using gin (hash_digests);

create table exchange_case (                     -- items handed over, either way
  peer_id   uuid not null references exchange_peer,
  direction text not null check (direction in ('in', 'out')),
  reference text not null,                       -- the sender's; the same thing again is the same case
  item_id   uuid not null references item,
  state     text not null check (state in ('received', 'illegal', 'not-illegal', 'removed')),
  change    bigint not null default 0,           -- of what came in: the order in which its sender hears of it
  state_at  timestamptz not null,
  shrouded_facts bytea,                          -- what the sender says of it
  primary key (peer_id, direction, reference)
);
create index on exchange_case (item_id);
create index on exchange_case (peer_id, change) where direction = 'in';

alter table dispatch drop constraint dispatch_destination_check;
alter table case_file drop constraint case_file_origin_check;
alter table case_file add constraint case_file_origin_check check (origin in ('tip', 'sighting', 'partner', 'exchange'));
alter table item_hit add column withdrawn_at timestamptz; -- its source has taken the entry back
