-- Sightings become items of cases: what the known lists say of an item, and which case gathers what is seen on a host.
create table item_hit (
  item_id       uuid not null references item,
  list_id       int not null,
  entry_id      int not null,
  sighting_id   uuid not null,
  kind          text not null check (kind in ('exact', 'near')),
  category      text not null,
  source        text not null,                 -- the body that the list came from
  is_trusted    boolean not null,              -- as it was when it was seen
  distance      int not null,
  shrouded_page bytea not null,                -- where it stood
  seen_at       timestamptz not null,
  primary key (item_id, list_id, entry_id)
);

alter table case_file add column origin text not null default 'tip' check (origin in ('tip', 'sighting'));
alter table case_file add column gathering_digest bytea; -- of the host and of who decides: its sightings gather in one case
create index on case_file (gathering_digest) where gathering_digest is not null;
