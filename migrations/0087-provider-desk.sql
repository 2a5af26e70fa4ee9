-- What people decide about providers in the console: two of them where much would leave at once; and mail that a person has read.

create table provider_release (                  -- one person's wish to let much that waits for a provider leave; another confirms it
  id            uuid primary key,
  provider_id   uuid not null references provider,
  what          text not null check (what in ('approve', 'resume', 'restore')),
  items         int not null,                    -- how many waited when it was wished for
  asked_by      uuid not null references staff,
  asked_at      timestamptz not null,
  settled_by    uuid references staff,
  settled_at    timestamptz,
  is_confirmed  boolean,                         -- false: withdrawn
  constraint provider_release_settled check ((settled_at is null) = (settled_by is null) and (settled_at is null) = (is_confirmed is null)),
  constraint provider_release_two_people check (not coalesce(is_confirmed, false) or settled_by <> asked_by)
);
-- One wish at a time: the second person sees what there is to confirm.
create unique index provider_release_open_key on provider_release (provider_id) where settled_at is null;

create index on letter (provider_id, send_at);

-- Mail that nobody could match, once a person has seen to it.
alter table provider_answer add column seen_by uuid references staff;
alter table provider_answer add column seen_at timestamptz;
drop index provider_answer_received_at_idx;
create index on provider_answer (received_at) where letter_id is null and seen_at is null;
