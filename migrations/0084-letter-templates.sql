-- The texts of letters to providers: each version as it was proposed, who released it, and which one a letter was made from.
-- Version 0 are the texts that Fyr ships; it has no row here.

create table letter_template (
  version       int primary key generated always as identity,
  state         text not null check (state in ('proposed', 'released', 'withdrawn')),
  based_on      int not null,                  -- the version in use that the proposer saw
  texts         jsonb not null,                -- language -> code -> text
  reason        text not null,                 -- why, in the proposer's words
  proposed_by   uuid not null references staff,
  proposed_at   timestamptz not null,
  released_by   uuid references staff,
  released_at   timestamptz,
  withdrawn_by  uuid references staff,
  withdrawn_at  timestamptz,
  constraint letter_template_two_people check (released_by is null or released_by <> proposed_by),
  constraint letter_template_released_by_two check (state <> 'released' or released_by is not null),
  constraint letter_template_withdrawn_by check (state <> 'withdrawn' or withdrawn_by is not null)
);
-- One proposal at a time: two people who change the same texts would undo each other's.
create unique index letter_template_proposed_key on letter_template (state) where state = 'proposed';

-- Set once, when the letter is about to leave: a repeat after a crash is made from the same texts.
alter table letter add column template_version int;
