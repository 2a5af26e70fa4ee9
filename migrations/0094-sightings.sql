-- Sightings of known media on the public web, and what was hashed before (docs/crawler.md).
--   shrouded   JSON, AES-256-GCM under the service key, bound to its row by the id or mark inside
--   *_digest   keyed: an address or host is found again without being here

create table sighting (
  id            uuid primary key,
  url_digest    bytea not null,                  -- as an item's: finds the case that knows this address
  host_digest   bytea not null,
  list_id       int not null,                    -- of known_list and known_entry: no reference, since the crawler may not
  entry_id      int not null,                    --   lock a row of theirs, and a sighting outlives them
  kind          text not null check (kind in ('exact', 'near')),
  distance      smallint not null check (distance between 0 and 31),
  category      text not null,
  is_trusted    boolean not null,
  is_confirmed  boolean not null,
  country       text,
  first_seen_at timestamptz not null,
  last_seen_at  timestamptz not null,
  times_seen    int not null default 1,
  shrouded      bytea not null,                  -- address, page, IP, network, headers, hashes of the last time
  constraint sighting_once unique (url_digest, list_id, entry_id),
  constraint sighting_near_is_never_trusted check (kind = 'exact' or not is_trusted)
);
create index sighting_newest on sighting (last_seen_at desc);

-- Each distinct media is decoded once: its hashes are remembered, never the media.
create table media_seen (
  mark     bytea primary key,                    -- keyed digest of SHA-256, 16 bytes
  seen_on  date not null,                        -- the last day, so that what is gone from the web can be forgotten
  shrouded bytea not null
);
create index media_seen_day on media_seen (seen_on);
