-- The crawler's frontier (docs/crawler.md). No address lies here in clear: `box` is AES-256-GCM under a subkey of the
-- service key, `key` and `host_id` are keyed digests. Times are the database's own (clock_timestamp), never a worker's.

create table crawl_worker (                      -- one row for each life of a worker process
  id          uuid primary key,
  lease_ms    int not null,
  beat_at     timestamptz not null,              -- its last transaction; it may send for a short while after it, no longer
  fenced_at   timestamptz,                       -- declared dead: whatever it still wants to write is refused
  started_at  timestamptz not null
) with (fillfactor = 50);

create table crawl_partition (                   -- hash(registrable domain); owned by one worker at a time
  id           smallint primary key,
  owner        uuid,
  epoch        int not null default 0,           -- grows with each owner
  unsure_until timestamptz not null default '-infinity' -- a dead owner may have asked its hosts until then
) with (fillfactor = 50);
insert into crawl_partition (id) select generate_series(0, 127);

create table crawl_run (
  id          int primary key generated always as identity,
  state       text not null check (state in ('running', 'paused', 'stopped', 'done')),
  reason      text,                              -- why it ended: 'complete', 'pages', 'time', 'stopped'
  seeds       int not null,
  scope       bytea not null,                    -- shrouded: rules name hosts
  max_depth   int,
  max_hosts   int,
  max_pages   int,
  max_minutes float8,
  rate        float8,                            -- requests a second, all workers together
  is_watch    boolean not null,                  -- visited addresses are visited again, by observed change
  asked_by    uuid references staff,
  agreed_by   uuid references staff,
  created_at  timestamptz not null,
  running_ms  bigint not null default 0,         -- without the time since running_at
  running_at  timestamptz,                       -- null unless running
  ended_at    timestamptz,
  constraint crawl_run_two_people check (agreed_by is null or agreed_by <> asked_by)
);
create index crawl_run_open on crawl_run (id) where state in ('running', 'paused');

create table crawl_url (
  run_id      int not null,
  key         uuid not null,                     -- HMAC of run and address, 128 bits
  host_id     bigint not null,                   -- HMAC of the host, 53 bits
  partition   smallint not null,
  rank        smallint not null,                 -- closeness * 1024 + depth, retries behind: the lower the sooner
  kind        smallint not null,
  state       smallint not null default 0,       -- 0 ready, 1 waiting, 2 over
  attempts    smallint not null default 0,
  interval_s  int,                               -- between the last two visits, where it is watched
  due_at      timestamptz,                       -- of those that wait
  box         bytea,                             -- address (and page) shrouded; null once it is over
  memo        bytea,                             -- validators and content mark, shrouded, where it is watched
  primary key (run_id, key)
);
create index crawl_url_ready on crawl_url (host_id, run_id, rank) where state = 0;
create index crawl_url_waiting on crawl_url (partition, due_at) where state = 1;

create table crawl_host (
  id          bigint primary key,
  partition   smallint not null,
  closeness   smallint not null,
  wake_at     timestamptz,                       -- null: nothing to visit. Not moved while a worker holds the host
  offers      bigint not null default 0,         -- grows with every new address, so that "nothing left" cannot race with one
  next_at     timestamptz not null default '-infinity',
  delay_ms    int not null default 0,
  failures    smallint not null default 0
) with (fillfactor = 70);
create index crawl_host_wake on crawl_host (partition, closeness, wake_at) where wake_at is not null;

create table crawl_run_host (                    -- what one run knows of one host: budgets and signs of a trap
  run_id      int not null,
  host_id     bigint not null,
  offered     int not null default 0,
  visited     int not null default 0,
  contents    int not null default 0,            -- visits that brought content not met on the host before
  primary key (run_id, host_id)
) with (fillfactor = 70);

create table crawl_tally (                       -- counts of a run, spread over lanes so that workers do not wait for each other
  run_id      int not null,
  lane        smallint not null,
  offered     bigint not null default 0,         -- addresses taken in; offered = over means that nothing is left
  over        bigint not null default 0,
  pages       bigint not null default 0,
  media       bigint not null default 0,
  sitemaps    bigint not null default 0,
  unchanged   bigint not null default 0,
  visits      bigint not null default 0,
  sightings   bigint not null default 0,
  bytes       bigint not null default 0,
  recent      float8 not null default 0,         -- visits, each fading with a time constant of ten seconds: the rate
  recent_at   timestamptz not null default now(),
  primary key (run_id, lane)
) with (fillfactor = 50);

create table crawl_reason (                      -- visits of a run that were not `done`, by code
  run_id      int not null,
  lane        smallint not null,
  reason      text not null,
  count       bigint not null default 0,
  primary key (run_id, lane, reason)
) with (fillfactor = 50);
