-- A second person assesses an item without knowing what the first said. (states: src/cases/second-opinion.ts)
create table second_opinion (
  item_id     uuid not null references item,
  round       int not null,
  because     text not null check (because in ('answers', 'sample')),
  asked_at    timestamptz not null,
  first_id    uuid not null references assessment,
  second_id   uuid references assessment,
  agrees      boolean,                           -- of the two, by what counts
  settled_id  uuid references assessment,        -- what was agreed on where they did not
  primary key (item_id, round)
);
create index second_opinion_open on second_opinion (asked_at) where second_id is null;
create index second_opinion_pairs on second_opinion (second_id) where second_id is not null;

-- A second opinion stands beside the item's assessments and is none of them.
alter table assessment add column kind text not null default 'own' check (kind in ('own', 'second'));
