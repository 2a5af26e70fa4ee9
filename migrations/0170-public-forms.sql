-- The public forms as data: each version as it was drafted, who worked on it, and who released it. Version 0 is what Fyr ships;
-- it has no row here. A version that was released is kept for good: tips and pages in use name it.

create table public_form (
  version       int primary key generated always as identity,
  state         text not null check (state in ('draft', 'proposed', 'released', 'withdrawn')),
  based_on      int not null,                  -- the version in use when it was begun
  revision      int not null default 1,        -- counts the changes of a draft, so that nobody overwrites another's
  content       jsonb not null,                -- categories, questions, pages, texts by language
  reason        text not null default '',      -- why, in the proposer's words
  editors       uuid[] not null,               -- everybody who changed it: none of them may release it
  begun_at      timestamptz not null,
  proposed_by   uuid references staff,
  proposed_at   timestamptz,
  released_by   uuid references staff,
  released_at   timestamptz,
  withdrawn_by  uuid references staff,
  withdrawn_at  timestamptz,
  constraint public_form_two_people check (released_by is null or not (released_by = any(editors))),
  constraint public_form_released_by check (state <> 'released' or (released_by is not null and proposed_by is not null)),
  constraint public_form_withdrawn_by check (state <> 'withdrawn' or withdrawn_by is not null)
);
-- One draft or proposal at a time: two people who change the same forms would undo each other's.
create unique index public_form_open_key on public_form ((true)) where state in ('draft', 'proposed');
