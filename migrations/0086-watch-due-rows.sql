-- Rechecks as due rows: `next_visit_at` says when, a short claim says who (docs/decisions/rechecks-due-rows.md).
alter table watch
  add column host_digest       bytea,                -- the item's: one host is visited by one at a time
  add column visiting_until    timestamptz,          -- somebody is visiting; after that instant they are taken for dead
  add column visit_claim       uuid,                 -- whose visit may be recorded
  add column shrouded_ips      bytea,                -- addresses at which the item's host answered the newest visit
  add column paced_from        timestamptz,          -- the newest notice or return, from which intervals grow; null: started_at
  add column returns           int not null default 0, -- of an item that has gone: visits in a row that saw it again
  add column first_return_at   timestamptz,
  add column shrouded_moved_to bytea,                -- where the address leads, when that is another site than before
  add column is_move_told      boolean not null default false;

update watch set host_digest = item.host_digest from item where item.id = watch.item_id;
alter table watch alter column host_digest set not null;

create index watch_due_idx on watch (next_visit_at) where next_visit_at is not null;
create index watch_visiting_idx on watch (visiting_until) where visiting_until is not null;

-- Rows from before there was a timetable, whose next visit was a job alone.
update watch set next_visit_at = date_trunc('milliseconds', now()) where state = 'watching' and next_visit_at is null;
-- What has gone is looked for from now on; spread over a day. The first visit ends it where that is too long ago.
update watch set next_visit_at = date_trunc('milliseconds', now() + random() * interval '1 day')
  where state = 'gone' and shrouded_fingerprint is not null and gone_at > now() - interval '10 years';
