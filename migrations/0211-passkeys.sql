-- Second factors beside the codes of an app.
create table passkey (
  credential_id bytea primary key,
  staff_id      uuid not null references staff,
  public_key    bytea not null,                    -- COSE
  counter       bigint not null,                   -- of its last use; 0 where the authenticator keeps none
  name          text not null check (length(name) between 1 and 60),
  created_at    timestamptz not null,
  used_at       timestamptz,
  suspended_at  timestamptz                        -- its counter went back: somebody may have a copy of it
);
create index on passkey (staff_id);

-- Who wants it is let in by passkeys alone: a code can be talked out of somebody, a passkey cannot.
alter table staff add column codes_off boolean not null default false;

-- A challenge or a proof that was used: none is good twice. Forgotten some hours after it was made, when it would be refused anyway.
create table used_proof (
  digest  bytea primary key,
  used_at timestamptz not null
);
create index on used_proof (used_at);
