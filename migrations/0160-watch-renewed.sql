-- Intervals of rechecks grow with the time since the watch began; one that came back, or was started anew, begins anew.
alter table watch add column renewed_at timestamptz;

-- Who visits is said of hosts and no longer of each watch: a visit then writes its watch once, not twice
-- (docs/decisions/rechecks-due-rows.md). Visits that were under way are made again.
create table visited_host (
  host_digest bytea primary key,
  claim_id    uuid not null,
  until       timestamptz not null,         -- after that instant whoever visits is taken for dead
  due_until   timestamptz not null          -- of its watches, those that were due by then are visited
);
create index on visited_host (claim_id);
alter table watch drop column visiting_until, drop column visit_claim;

-- No question goes by the state alone, and every visit had to keep this true.
drop index watch_state_idx;
