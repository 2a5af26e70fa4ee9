-- Rechecks: when the next visit is due (a job delivered twice must not visit twice), and what the decision "gone" rests on.
alter table watch
  add column next_visit_at  timestamptz,       -- null once it is gone
  add column first_miss_at  timestamptz,       -- of the misses in a row that are being counted
  add column gone_before_at timestamptz;       -- an earlier end, kept until a visit proves that it was seen online again
