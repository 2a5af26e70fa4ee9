-- Figures from sums instead of rows (docs/decisions/figures-from-sums.md). What a row counts as is said in one place,
-- src/figures/rollup/fact-store.ts; here is only what keeps the sums true: whatever changes a figure leaves a mark in the same
-- transaction, and a reader adds what is marked and not yet in the sums.

-- Whether a tip came without contact details. has_contact turns false when they are erased; the statistics stay. Of tips that were
-- erased before this column was there nobody knows.
alter table tip add column came_anonymous boolean;
update tip set came_anonymous = not has_contact where erased_at is null;

create table figure_state (                      -- one row
  zone    text not null,                         -- whose midnight begins a month in the sums
  version int not null,                          -- of the rules by which a row counts
  is_built boolean not null                      -- false: the sums are being made anew, count the rows themselves
);
insert into figure_state (zone, version, is_built)
select 'Europe/Stockholm', 1, not exists (select from tip) and not exists (select from case_file) and not exists (select from sighting);

create table figure_sum (                        -- how many facts of a kind there are
  id       int primary key generated always as identity,
  figure   text not null,                        -- 'tip', 'opened', 'item', 'age' ...: the codes of fact-store.ts
  month    text not null,                        -- YYYY-MM
  category text not null,
  country  text not null,
  value    text not null,
  detail   text not null,
  total    bigint not null,
  constraint figure_sum_key unique (figure, month, category, country, value, detail)
) with (fillfactor = 70);

create table figure_counted (                    -- which facts of a case, an item or a sighting are in the sums
  subject uuid primary key,
  sums    int[] not null                         -- figure_sum.id, each as often as it is counted
);

create table figure_mark (                       -- a subject has changed: its facts are to be counted anew
  id      bigint primary key generated always as identity,
  kind    text not null check (kind in ('case', 'item', 'sighting')),
  subject uuid not null
);

create table figure_tip_change (                 -- tips that came (or, by hand, went) and are not in the sums yet
  id             bigint primary key generated always as identity,
  received_hour  timestamptz not null,
  category       text not null,
  source         text not null,
  came_anonymous boolean,
  tips           int not null
);

-- The marks are made with the owner's right: whoever writes a tip or a sighting may see no table of figures.
create function tips_came() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into figure_tip_change (received_hour, category, source, came_anonymous, tips)
  select received_hour, category, source, came_anonymous, count(*) from came group by 1, 2, 3, 4;
  return null;
end $$;
create trigger tip_figures after insert on tip referencing new table as came for each statement execute function tips_came();

create function tip_changed() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into figure_tip_change (received_hour, category, source, came_anonymous, tips)
  values (old.received_hour, old.category, old.source, old.came_anonymous, -1);
  if tg_op = 'UPDATE' then
    insert into figure_tip_change (received_hour, category, source, came_anonymous, tips)
    values (new.received_hour, new.category, new.source, new.came_anonymous, 1);
  end if;
  return null;
end $$;
create trigger tip_figures_gone after delete on tip for each row execute function tip_changed();
create trigger tip_figures_changed after update on tip for each row
  when ((old.received_hour, old.category, old.source, old.came_anonymous)
    is distinct from (new.received_hour, new.category, new.source, new.came_anonymous))
  execute function tip_changed();

-- Marks the row itself, or the case or item that it belongs to: on both sides of a change, because an item may move to another case.
create function mark_own() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into figure_mark (kind, subject) values (tg_argv[0], case tg_op when 'DELETE' then old.id else new.id end);
  return null;
end $$;
create function mark_case() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op <> 'INSERT' then insert into figure_mark (kind, subject) values ('case', old.case_id); end if;
  if tg_op = 'INSERT' or (tg_op = 'UPDATE' and new.case_id <> old.case_id) then
    insert into figure_mark (kind, subject) values ('case', new.case_id);
  end if;
  return null;
end $$;
create function mark_item() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op <> 'INSERT' then insert into figure_mark (kind, subject) values ('item', old.item_id); end if;
  if tg_op = 'INSERT' or (tg_op = 'UPDATE' and new.item_id <> old.item_id) then
    insert into figure_mark (kind, subject) values ('item', new.item_id);
  end if;
  return null;
end $$;

create function mark_items_of_case() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into figure_mark (kind, subject) select 'item', id from item where case_id = new.id;
  return null;
end $$;

create trigger case_figures after insert or delete on case_file for each row execute function mark_own('case');
create trigger case_figures_changed after update on case_file for each row
  when ((old.state, old.category, old.origin, old.opened_hour, old.closed_at, old.close_reason)
    is distinct from (new.state, new.category, new.origin, new.opened_hour, new.closed_at, new.close_reason))
  execute function mark_own('case');
create trigger case_figures_items after update on case_file for each row
  when ((old.category, old.decided_at) is distinct from (new.category, new.decided_at))
  execute function mark_items_of_case();

create trigger dispatch_figures after insert or delete on dispatch for each row execute function mark_case();
create trigger dispatch_figures_changed after update on dispatch for each row
  when ((old.case_id, old.destination, old.state, old.ended_at) is distinct from (new.case_id, new.destination, new.state, new.ended_at))
  execute function mark_case();

create trigger item_figures after insert or delete on item for each row execute function mark_own('item');
create trigger item_figures_changed after update on item for each row
  when ((old.case_id, old.country, old.outcome) is distinct from (new.case_id, new.country, new.outcome))
  execute function mark_own('item');
create trigger assessment_figures after insert or update or delete on assessment for each row execute function mark_item();
create trigger hit_figures after insert or update or delete on item_hit for each row execute function mark_item();
create trigger watch_figures after insert or delete on watch for each row execute function mark_item();
create trigger watch_figures_changed after update on watch for each row
  when ((old.started_at, old.gone_at, old.gone_before_at) is distinct from (new.started_at, new.gone_at, new.gone_before_at))
  execute function mark_item();
create trigger takedown_figures after insert or delete on takedown for each row execute function mark_item();
create trigger takedown_figures_changed after update on takedown for each row
  when ((old.item_id, old.round, old.is_dsa16, old.decided_at) is distinct from (new.item_id, new.round, new.is_dsa16, new.decided_at))
  execute function mark_item();
create trigger notice_figures after insert or delete on notice for each row execute function mark_item();
create trigger notice_figures_changed after update on notice for each row
  when ((old.item_id, old.provider_id, old.kind, old.state, old.answer, old.ended_at)
    is distinct from (new.item_id, new.provider_id, new.kind, new.state, new.answer, new.ended_at))
  execute function mark_item();

create trigger sighting_figures after insert or delete on sighting for each row execute function mark_own('sighting');
create trigger sighting_figures_changed after update on sighting for each row
  when ((old.kind, old.is_confirmed, old.country, old.first_seen_at) is distinct from (new.kind, new.is_confirmed, new.country, new.first_seen_at))
  execute function mark_own('sighting');

-- What is still followed is counted as it is: its length grows with each visit.
create index watch_ongoing on watch (item_id) where gone_at is null and gone_before_at is null;
