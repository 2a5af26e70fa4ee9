-- Feedback to the source of a list: whether our analysts found an entry to be what it says (docs/partners/hash-feedback.md).
create table known_reference (                   -- what the source calls an entry, to speak of it with the source
  list_id   int not null,
  number    int not null,
  shrouded  bytea not null,                      -- bound to its row, as the entry's hashes are
  primary key (list_id, number),
  foreign key (list_id, number) references known_entry
);
-- References were not kept until now: feeds of NCMEC are read once more from their beginning, which changes no entry.
update known_feed set checked_until = '2000-01-01T00:00:00Z', query_to = null, query_next = null
  where list_id in (select id from known_list where format = 'ncmec');

create table hash_feedback (                     -- one statement about one fingerprint of one entry, and what of it the source holds
  list_id       int not null,
  entry_id      int not null,
  fingerprint   text not null check (fingerprint in ('MD5', 'SHA1', 'PDQ')),
  item_id       uuid not null references item,   -- whose assessment it rests on
  wanted        text not null check (wanted in ('affirmative', 'negative')),
  category      text,                            -- of the analyst's answers: A1, A2, B1, B2
  held          text not null default 'none' check (held in ('none', 'affirmative', 'negative')),
  held_category text,
  state         text not null check (state in ('waiting', 'settled', 'rehearsed', 'refused')),
  attempts      int not null default 0,
  failure_code  text,
  next_at       timestamptz not null,            -- not before; a claim moves it on
  changed_at    timestamptz not null,
  primary key (list_id, entry_id, fingerprint)
);
create index on hash_feedback (next_at) where state = 'waiting';
