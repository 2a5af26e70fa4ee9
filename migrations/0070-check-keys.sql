-- Keys of the check API. The secret is 256 random bits and leaves once, when the key is made; only its digest is kept.
create table check_key (
  id               text primary key,            -- not secret: the user name of HTTP Basic authentication
  name             text not null,               -- whose key it is, as the supervisor named it
  secret_digest    bytea not null,
  quota_per_minute int not null check (quota_per_minute > 0),
  quota_per_day    int not null check (quota_per_day > 0),
  created_by       uuid references staff,       -- null: whoever runs the command line
  created_at       timestamptz not null,
  revoked_at       timestamptz
);

-- Units of a day's quota that processes have taken for themselves, in small lots; unspent ones come back on a clean stop.
create table check_key_day (
  key_id text not null references check_key,
  day    date not null,                         -- of UTC
  taken  int not null,
  primary key (key_id, day)
);
