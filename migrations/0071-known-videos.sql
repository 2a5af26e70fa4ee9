-- Videos of known lists, one PDQ hash a second. They become findable and cease to be with their list (known_list.state).
--   shrouded   JSON of the hashes (frames, SHA-1, SHA-256), AES-256-GCM under the service key
create table known_video (
  id           int primary key generated always as identity,
  list_id      int not null references known_list,
  category     text not null,                   -- the hotline's category
  frames       int not null,                    -- seconds with a usable hash: what statistics need
  shrouded     bytea not null,
  listed_at    timestamptz,
  added_at     timestamptz not null,
  withdrawn_at timestamptz
);
create index on known_video (list_id);
