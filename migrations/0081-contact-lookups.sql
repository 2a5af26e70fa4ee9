-- What registration data said, kept: whom to tell about a domain, an address or an AS (docs/notices.md, Whom to tell).
create table contact_lookup (
  key_digest       bytea primary key,            -- keyed HMAC of the source and of what was asked: a domain, a network or address, an AS
  source           text not null check (source in ('rdap-domain', 'rdap-ip', 'rdap-asn', 'ripe-abuse', 'ripe-origin')),
  outcome          text check (outcome in ('found', 'none')), -- of the newest answer; null: there has been none yet
  shrouded_answer  bytea,                        -- JSON, under the service key; present when found
  fetched_at       timestamptz,                  -- when that answer came
  failures         int not null default 0,       -- in a row, since that answer
  ask_at           timestamptz not null,         -- until then the source is not asked again
  forget_at        timestamptz not null,
  constraint contact_lookup_answer_check check (
    (outcome is null) = (fetched_at is null) and coalesce(outcome = 'found', false) = (shrouded_answer is not null)
  )
);
create index on contact_lookup (forget_at);
