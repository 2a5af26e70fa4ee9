-- What people have had before them: when and of which sort, never of what. Only they themselves see it; others see sums of several.
create table exposure (
  id       bigint generated always as identity primary key,
  staff_id uuid not null references staff,
  at       timestamptz not null,
  kind     text not null check (kind in ('item', 'tip'))
);
create index on exposure (staff_id, at);

create table work_break (
  staff_id   uuid not null references staff,
  started_at timestamptz not null,
  until      timestamptz not null,               -- moved back when the person comes back earlier
  primary key (staff_id, started_at)
);

-- How much at most: the house's row has no person; a person's own can only be stricter. Null: no limit.
create table work_limit (
  staff_id      uuid references staff,
  most_items    int check (most_items between 1 and 10000),          -- a day
  most_minutes  int check (most_minutes between 1 and 1440),         -- a day
  work_minutes  int check (work_minutes between 5 and 480),          -- without a break
  break_minutes int not null default 10 check (break_minutes between 1 and 120),
  unique nulls not distinct (staff_id)
);
insert into work_limit (staff_id, most_items, most_minutes, work_minutes, break_minutes) values (null, 150, 240, 50, 10);

-- Passed over, without a word why: the case is not offered to this person again.
create table case_skip (
  case_id  uuid not null references case_file,
  staff_id uuid not null references staff,
  primary key (case_id, staff_id)
);
create index on assessment (staff_id, assessed_at);
