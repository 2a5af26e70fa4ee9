-- When every password is lost: the desk's keys, sealed to the recovery key too, if two supervisors want that (docs/keys.md).
create table recovery_trust (
  recipient    bytea primary key,                -- the recovery key's public half
  agreed_by    uuid not null references staff,
  confirmed_by uuid not null references staff,
  agreed_at    timestamptz not null,
  constraint recovery_trust_two_people check (agreed_by <> confirmed_by)
);

create table desk_key_recovery (
  desk_key_id     uuid not null references desk_key,
  recipient       bytea not null references recovery_trust,
  sealed_identity bytea not null,
  primary key (desk_key_id, recipient)
);
