-- When a dispatch was last tried: one that its job has given up on is tried again at a slow pace, and by a person's word (src/routing/retry-dispatches.ts).
alter table dispatch add column tried_at timestamptz;
create index dispatch_waiting on dispatch (coalesce(tried_at, planned_at)) where state = 'planned';
