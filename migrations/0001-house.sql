-- The house: one schema for a tip's whole way. Secrecy levels (docs/threat-model.md):
--   sealed_*    age boxes that this database's owner cannot open (private halves only with people)
--   shrouded_*  AES-256-GCM under the service key, which is not in this database; *_digest finds equal ones (HMAC)
--   the rest    plain: what statistics need; times of the public's acts are rounded to the hour

-- People and keys --------------------------------------------------------------------------------------------------

create table staff (
  id                uuid primary key,
  name              text not null,
  login             text not null unique,
  role              text not null check (role in ('analyst', 'supervisor')),
  password_salt     bytea not null,
  password_check    bytea not null,             -- digest of one half of the derived secret; the other half opens sealed_identity
  recipient         bytea not null,             -- X25519 public key of this person
  sealed_identity   bytea not null,             -- the private half, sealed to a key derived from the password
  shrouded_totp     bytea not null,
  totp_last_step    bigint not null default 0,  -- a code is good once
  failed_logins     int not null default 0,
  locked_until      timestamptz,
  created_at        timestamptz not null,
  disabled_at       timestamptz
);

create table desk_key (
  id          uuid primary key,
  recipient   bytea not null,                   -- tips are sealed to the newest one
  created_at  timestamptz not null
);

create table desk_key_share (
  desk_key_id      uuid not null references desk_key,
  staff_id         uuid not null references staff,
  sealed_identity  bytea not null,              -- the desk key's private half, sealed to this person
  primary key (desk_key_id, staff_id)
);

create table invitation (
  token_digest     bytea primary key,
  role             text not null check (role in ('analyst', 'supervisor')),
  invited_by       uuid references staff,       -- null: the first supervisor, invited by whoever starts the server
  sealed_desk_keys bytea,                       -- desk keys sealed to a key derived from the token; null for the first
  expires_at       timestamptz not null,
  used_at          timestamptz
);

create table session (
  token_digest     bytea primary key,
  staff_id         uuid not null references staff,
  wrapped_identity bytea not null,              -- the person's private key under a key only the cookie holds
  created_at       timestamptz not null,
  seen_at          timestamptz not null,
  expires_at       timestamptz not null
);
create index on session (staff_id);

-- Intake -----------------------------------------------------------------------------------------------------------

create table tip (
  id                 uuid primary key,
  submission_digest  bytea not null constraint tip_submission_key unique, -- the same submission sent twice is one tip
  received_hour      timestamptz not null,
  source             text not null,
  category           text not null,
  language           text not null,
  is_urgent          boolean not null,
  wants_answer       boolean not null,
  has_contact        boolean not null,
  desk_key_id        uuid not null references desk_key,
  recipient          bytea not null,            -- this tip's own public key
  sealed_key_desk    bytea,                     -- its private half, to the desk; erasing the two ends the tip's secrets
  sealed_key_mailbox bytea,                     -- its private half, under a key that only the receipt yields
  sealed_report      bytea not null,            -- narrative, suspect, child: JSON under a key that its private half yields
  sealed_contact     bytea,                     -- name, e-mail, telephone: apart from the report
  shrouded_addresses bytea not null,            -- JSON array of reported addresses, as given
  mailbox_digest     bytea not null constraint tip_mailbox_key unique,
  urgent_package     bytea,                     -- OpenPGP message to the police, made on arrival; cleared when it has left
  erased_at          timestamptz
);
create index on tip (received_hour);

create table mailbox_entry (
  tip_id      uuid not null references tip,
  number      int not null,
  posted_hour timestamptz not null,
  author      text not null check (author in ('hotline', 'tipster', 'system')),
  kind        text not null check (kind in ('status', 'question', 'message')),
  status      text,                             -- for kind 'status': a code with a text in every language
  sealed_text bytea,                            -- else: sealed to the tip's key
  submission_digest bytea constraint mailbox_entry_submission_key unique,
  primary key (tip_id, number)
);

-- Cases ------------------------------------------------------------------------------------------------------------

create sequence case_number;
create table case_file (
  id           uuid primary key,
  number       bigint not null unique default nextval('case_number'),
  state        text not null check (state in ('new', 'claimed', 'decided', 'closed')),
  category     text not null,
  is_urgent    boolean not null,
  opened_hour  timestamptz not null,
  claimed_by   uuid references staff,
  claimed_at   timestamptz,
  decided_at   timestamptz,
  closed_at    timestamptz,
  close_reason text,
  case_facts   jsonb not null default '{}'      -- plain yes/no answers about the case as a whole
);
create index on case_file (state, is_urgent desc, opened_hour);

create table case_tip (
  case_id uuid not null references case_file,
  tip_id  uuid not null references tip,
  primary key (case_id, tip_id)
);
create index on case_tip (tip_id);

create table item (
  id              uuid primary key,
  case_id         uuid not null references case_file,
  shrouded_url    bytea not null,
  url_digest      bytea not null constraint item_url_key unique,
  shrouded_host   bytea not null,
  host_digest     bytea not null,
  shrouded_ip     bytea,
  country         text,                         -- where it is hosted, as far as is known
  located_at      timestamptz,
  location_code   text,                         -- 'found', or why not: 'no-such-host', 'not-resolving', 'forbidden-address'
  state           text not null check (state in ('new', 'assessed', 'gone')),
  outcome         text,                         -- of the newest assessment
  created_at      timestamptz not null
);
create index on item (case_id);

create table assessment (
  id            uuid primary key,
  item_id       uuid not null references item,
  staff_id      uuid not null references staff,
  question_set  text not null,                  -- name@version of the set that was answered
  answers       jsonb not null,                 -- codes only
  outcome       text not null,
  assessed_at   timestamptz not null
);
create index on assessment (item_id);

-- Routing and dispatch ---------------------------------------------------------------------------------------------

create table police_hold (
  case_id     uuid primary key references case_file,
  set_at      timestamptz not null,
  set_by      uuid references staff,
  released_at timestamptz
);

create table dispatch (
  id              uuid primary key,
  idempotency_key text not null constraint dispatch_idempotency_key unique,
  case_id         uuid not null references case_file,
  item_id         uuid references item,
  tip_id          uuid references tip,
  destination     text not null check (destination in ('police', 'iccam', 'provider')),
  is_dsa16        boolean not null default false,
  rule            text not null,                -- the routing rule's code; its words are in the catalogue
  state           text not null check (state in ('planned', 'held', 'sent', 'rehearsed', 'refused', 'cancelled')),
  payload         bytea,                        -- sealed to the recipient, or shrouded; cleared once it has left
  reference       text,                         -- what the other side called it
  failure_code    text,
  attempts        int not null default 0,
  planned_at      timestamptz not null,
  ended_at        timestamptz
);
create index on dispatch (case_id);
create index on dispatch (state);

-- Rechecks ---------------------------------------------------------------------------------------------------------

create table watch (
  item_id             uuid primary key references item,
  state               text not null check (state in ('watching', 'gone')),
  started_at          timestamptz not null,
  misses              int not null default 0,   -- gone-like visits in a row
  visits              int not null default 0,
  last_verdict        text,
  last_because        text,
  last_visit_at       timestamptz,
  gone_at             timestamptz,              -- of the first of the misses that decided it
  shrouded_fingerprint bytea
);
create index on watch (state);

-- Ledger -----------------------------------------------------------------------------------------------------------

create table ledger_act (                        -- acts wait here, written with the change itself, until they get their place
  id           uuid primary key,
  arrival      bigint generated always as identity,
  happened_at  timestamptz not null,
  actor        text not null,
  action       text not null,
  subject      text not null,
  payload_hash bytea not null
);
create index on ledger_act (arrival);

create table ledger_entry (
  position     bigint primary key,
  id           uuid not null unique,
  happened_at  timestamptz not null,
  actor        text not null,
  action       text not null,
  subject      text not null,
  payload_hash bytea not null
);

create table ledger_checkpoint (
  size    bigint primary key,
  root    bytea not null,
  peaks   bytea not null,                        -- roots of the perfect subtrees, to go on from here without reading all
  note    text not null,                         -- the signed note (c2sp.org/signed-note)
  made_at timestamptz not null
);

-- Workers ----------------------------------------------------------------------------------------------------------

create table job_worker (                        -- heartbeats: a dead worker's jobs are given to others
  worker_id text primary key,
  seen_at   timestamptz not null
);

-- Import -----------------------------------------------------------------------------------------------------------

create table tip_import (
  file_digest bytea primary key,
  done_rows   bigint not null default 0,
  updated_at  timestamptz not null
);
