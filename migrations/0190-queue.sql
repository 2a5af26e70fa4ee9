-- The queue reads what it shows and no more, however many cases there are: each lane, alone or of one kind, has an index in
-- working order (urgent first, then the oldest), and what has ended one with the newest first.
create index case_file_working on case_file (state, (not is_urgent), opened_hour, number);
create index case_file_working_kind on case_file (state, category, (not is_urgent), opened_hour, number);
create index case_file_working_origin on case_file (state, origin, (not is_urgent), opened_hour, number);
create index case_file_mine on case_file (claimed_by, (not is_urgent), opened_hour, number) where state = 'claimed';
create index case_file_ended on case_file (closed_at desc, number desc) where state = 'closed';
create index case_file_ended_kind on case_file (category, closed_at desc, number desc) where state = 'closed';
create index case_file_ended_origin on case_file (origin, closed_at desc, number desc) where state = 'closed';
drop index case_file_state_is_urgent_opened_hour_idx;
create index item_country on item (country, case_id);
create index item_host on item (host_digest);
create index dispatch_reference on dispatch (reference) where reference is not null;

-- A way of looking at the queue that somebody keeps, for themselves or for all.
create table queue_view (
  id         uuid primary key,
  staff_id   uuid not null references staff,
  name       text not null,
  query      text not null,                      -- of the queue's address: lane and filters, codes only
  is_shared  boolean not null,
  created_at timestamptz not null
);
create index on queue_view (staff_id);
