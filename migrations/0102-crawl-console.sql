-- What people steer the crawler with (docs/crawler.md), and the measure of its pace over time.

create table crawl_proposal (                    -- a bulk of seeds that a second person has to want
  id          uuid primary key,
  state       text not null check (state in ('waiting', 'confirmed', 'withdrawn')),
  seeds       int not null,
  shrouded    bytea,                             -- JSON of the whole plan; erased with the decision
  proposed_by uuid not null references staff,
  proposed_at timestamptz not null,
  decided_by  uuid references staff,
  decided_at  timestamptz,
  run_id      int references crawl_run,
  constraint crawl_proposal_two_people check (state <> 'confirmed' or decided_by <> proposed_by),
  constraint crawl_proposal_decided check ((state = 'waiting') = (decided_by is null))
);

create table crawl_mandate (                     -- hosts whose robots.txt is not asked, each for a reason
  host_digest bytea primary key,
  shrouded    bytea not null,                    -- JSON of host and reason
  set_by      uuid not null references staff,
  set_at      timestamptz not null
);

create table crawl_from_cases (                  -- one row: whether what is decided illegal becomes a seed
  is_only     boolean primary key default true check (is_only),
  run_id      int references crawl_run,          -- the standing run; null: off
  changed_by  uuid not null references staff,
  changed_at  timestamptz not null
);

create table crawl_sample (                      -- totals of all runs together, every ten seconds while one runs
  at          timestamptz primary key,
  visits      bigint not null,
  media       bigint not null,
  sightings   bigint not null
);

create or replace function grant_to_crawler() returns void language plpgsql as $$
begin
  execute 'revoke all on all tables in schema public from fyr_crawl';
  execute 'grant select, insert, update, delete on crawl_worker, crawl_url, crawl_robots, media_seen to fyr_crawl';
  execute 'grant select, insert, update on crawl_host, crawl_run_host, crawl_tally, crawl_reason, sighting to fyr_crawl';
  execute 'grant select, update on crawl_partition, crawl_run to fyr_crawl';
  execute 'grant select, insert, delete on crawl_sample to fyr_crawl';
  execute 'grant select on known_list, known_entry, crawl_mandate to fyr_crawl';
  -- It tells the house what it saw. It does not read what others told, and writes no act on the ledger.
  execute 'grant insert on outbox to fyr_crawl';
end $$;

do $$
begin
  if exists (select 1 from pg_roles where rolname = 'fyr_crawl') then
    perform grant_to_crawler();
  end if;
end $$;
