-- ICCAM, both ways: what was reported there, what is assigned to this hotline, and what was told about it.
alter table case_file drop constraint case_file_origin_check;
alter table case_file add constraint case_file_origin_check check (origin in ('tip', 'sighting', 'partner'));
alter table case_file add column partner text;     -- which one, for origin 'partner'

create table iccam_report (
  report_id     bigint primary key,                -- ICCAM's
  dispatch_id   uuid unique references dispatch,   -- null: another hotline's
  first_seen_at timestamptz not null,
  hotline_id    bigint,                            -- who reported it; null until it was read
  shrouded      bytea,                             -- JSON: memo and referrer of another hotline's report
  due_at        timestamptz,                       -- of ours: its contents are still to be read
  claimed_until timestamptz,
  failure_code  text
);
create index on iccam_report (due_at) where due_at is not null;

create table iccam_content (
  id            uuid primary key,
  content_id    bigint not null unique,            -- ICCAM's
  report_id     bigint not null references iccam_report,
  is_ours       boolean not null,                  -- this hotline reported it
  item_id       uuid references item,
  standing      text not null check (standing in ('ours', 'untaken', 'elsewhere', 'ended')),
  shrouded_view bytea not null,                    -- JSON: the content as it was read last
  first_seen_at timestamptz not null,
  read_at       timestamptz not null,
  assigned_at   timestamptz not null,              -- to its country, by ICCAM's clock
  due_at        timestamptz,                       -- when it is looked at next; null: when something happens here
  wakes         int not null default 0,            -- grows with every reason to look: none is lost while it is being looked at
  claimed_until timestamptz,
  attempts      int not null default 0,            -- failures in a row
  failure_code  text
);
create index on iccam_content (item_id);
create index on iccam_content (due_at) where due_at is not null;

create table iccam_act (                           -- each change that ICCAM has taken, or refused for good: none is sent twice
  target        text not null,                     -- content:90001 or report:7001
  act           text not null,                     -- action.3, reference, assigned-country.DE ...
  state         text not null check (state in ('done', 'refused')),
  at            timestamptz not null,
  failure_code  text,
  primary key (target, act)
);

create table iccam_list (                          -- how far each work list was read
  name          text primary key,
  since         timestamptz,                       -- content assigned before it was read; null: from the beginning
  read_at       timestamptz,
  rows_read     int not null default 0,            -- the last time
  fresh_rows    int not null default 0,            -- of them not known before
  due_at        timestamptz not null,
  claimed_until timestamptz,
  attempts      int not null default 0,
  failure_code  text
);

create table iccam_catalogue (                     -- ICCAM's value lists as they were read last
  name          text primary key,
  listed        jsonb not null,                    -- [{id, name}], public facts
  read_at       timestamptz not null
);
