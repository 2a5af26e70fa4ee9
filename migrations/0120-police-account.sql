-- The police as people with an account of their own: they log in like staff, hold no desk key, and see their packages alone.
alter table staff drop constraint staff_role_check;
alter table staff add constraint staff_role_check check (role in ('analyst', 'supervisor', 'police'));
alter table invitation drop constraint invitation_role_check;
alter table invitation add constraint invitation_role_check check (role in ('analyst', 'supervisor', 'police'));

-- A case package proves its case's acts: they are found by what they are about.
create index ledger_entry_subject on ledger_entry (subject);

create table police_mail_key (                   -- the hotline's own OpenPGP key: mails to the police are signed with it
  id                   smallint primary key check (id = 1),
  public_key           text not null,
  shrouded_private_key bytea not null,
  made_at              timestamptz not null
);

create table police_package (                    -- what the police fetch; nobody at the hotline can open it
  id           uuid primary key,
  dispatch_id  uuid not null unique references dispatch,
  case_id      uuid not null references case_file,
  is_urgent    boolean not null,
  arrived_at   timestamptz not null,
  locked_files bytea not null                    -- the files, locked under a key that police_package_key holds for each officer
);
create index on police_package (arrived_at desc);
create index on police_package (case_id);

create table police_package_key (
  package_id  uuid not null references police_package,
  staff_id    uuid not null references staff,
  recipient   bytea not null,                    -- the officer's own key at that time: it changes when they are invited again
  sealed_key  bytea not null,                    -- sealed to it
  primary key (package_id, staff_id)
);

create table police_receipt (                    -- each download
  id          uuid primary key,
  package_id  uuid not null references police_package,
  staff_id    uuid not null references staff,
  file        text not null,
  received_at timestamptz not null
);
create index on police_receipt (package_id);

create table police_delivery (                   -- one a package that is on its way or has left; urgent ones are watched
  dispatch_id   uuid primary key references dispatch,
  case_id       uuid not null references case_file,
  is_watched    boolean not null,
  started_at    timestamptz not null,
  expected_by   timestamptz not null,            -- watched: a person has to telephone from then on
  token_digest  bytea unique,                    -- of the link in the package that confirms it
  round         int not null default 0,          -- how often a person was asked to telephone
  alerted_round int not null default 0,          -- the last of them that the hotline's own address was told of
  confirmed_at  timestamptz,
  confirmed_how text check (confirmed_how in ('download', 'link', 'phone')),
  confirmed_by  uuid references staff
);
create index on police_delivery (expected_by) where is_watched and confirmed_at is null;
create index on police_delivery (case_id);

create table police_call (                       -- who took the task of telephoning, and what came of it
  id          uuid primary key,
  dispatch_id uuid not null references police_delivery,
  round       int not null,
  staff_id    uuid not null references staff,
  taken_at    timestamptz not null,
  ended_at    timestamptz,
  outcome     text check (outcome in ('confirmed', 'no-answer', 'call-back')),
  sealed_note bytea                              -- what was said; sealed to the desk
);
create unique index police_call_open on police_call (dispatch_id) where ended_at is null;
create index on police_call (dispatch_id);

create table police_message (                    -- the thread of one case between the police and the hotline
  id            uuid primary key,
  case_id       uuid not null references case_file,
  posted_at     timestamptz not null,
  author        text not null check (author in ('police', 'hotline')),
  staff_id      uuid not null references staff,
  kind          text not null check (kind in ('message', 'tipster-answer')),
  sealed_text   bytea not null,                  -- sealed to the desk and to every officer of that moment
  submission    uuid not null constraint police_message_submission_key unique, -- a form that is sent twice is one message
  seen_at       timestamptz,                     -- of a police message: somebody at the hotline has read it
  passed_tip    uuid references tip,             -- of a police message: passed on to this tip's mailbox
  passed_at     timestamptz,
  answer_tip    uuid references tip,             -- of a tipster's answer: which entry of which mailbox it is
  answer_number int,
  unique (answer_tip, answer_number)
);
create index on police_message (case_id, posted_at);
