-- Tries to log in, by the keyed digest of what was typed as login: an account and a login that nobody has are counted and
-- paused in exactly the same way, so that neither the answer nor its time tells them apart.
create table login_try (
  login_digest bytea primary key,
  failures     int not null,
  locked_until timestamptz,
  tried_at     timestamptz not null
);
create index on login_try (tried_at);
alter table staff drop column failed_logins, drop column locked_until;

-- An invitation can also be for somebody who is here already and has lost their password or their second factor.
alter table invitation add column staff_id uuid references staff;

-- The newest desk key is the one made last, also when two are made within one tick of the clock.
alter table desk_key add column number bigint generated always as identity;
