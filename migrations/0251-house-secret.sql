-- What digests, signatures and the frontier hang on for good, kept under the service key instead of being the oldest of them: so every service
-- key can go (docs/keys.md). Written anew by `fyr keys rotate` as every shrouded value is.
create table house_secret (
  name     text primary key check (name = 'lasting'),
  shrouded bytea not null,                       -- 64 hexadecimal digits under the service key
  made_at  timestamptz not null
);
