-- The feed for providers: which addresses are confirmed now, as hashes that say nothing to who has not the address (docs/partners/feed.md).
alter table check_key add column use text not null default 'check' check (use in ('check', 'feed'));

create table feed_version (
  version  bigint primary key,
  checksum text not null,                        -- of the prefixes as they then were: a state of another history is told by it
  made_at  timestamptz not null
);

create table feed_entry (
  item_id       uuid not null references item,
  since_version bigint not null,
  until_version bigint,                          -- null: listed now
  category      text not null,
  shrouded_hash bytea not null,                  -- SHA-256 of the expression: in clear it would confirm a guess
  primary key (item_id, since_version)
);
create unique index feed_entry_listed on feed_entry (item_id) where until_version is null;
create index on feed_entry (since_version);
create index on feed_entry (until_version) where until_version is not null;
