-- Where an item is really hosted, where a CDN or proxy stands before it, as analysts said. Each word is kept; the newest counts, until
-- the item's host is looked up anew. (states: src/cases/origin.ts)
create table item_origin (
  number         bigint generated always as identity primary key,
  item_id        uuid not null references item,
  staff_id       uuid not null references staff,
  said           text not null check (said in ('found', 'not-found', 'taken-back')),
  way            text check (way in ('registry', 'provider', 'history', 'other')),
  shrouded_host  bytea,
  shrouded_ip    bytea,
  country        text,
  location_code  text,                           -- how the search for its address ended; null while it goes on
  noted_at       timestamptz not null,
  check ((said = 'found') = (way is not null and shrouded_host is not null)),
  check (said = 'found' or (shrouded_ip is null and country is null and location_code is null))
);
create index item_origin_of on item_origin (item_id, number desc);
