-- Notices: whom was told what about which item, on which rung, and what came of it (docs/notices.md).
--   shrouded_*  under the service key: a contact can name the site it is responsible for
--   *_digest    keyed HMAC, finds equal ones
-- States, rungs, times and counts are plain: figures need them.

create table provider (                          -- who can take an item down, and how they are reached
  id                uuid primary key,
  contact_digest    bytea not null constraint provider_contact_key unique, -- of channel and address: one contact, one provider
  shrouded_contact  bytea not null,              -- JSON: name, and e-mail address or the account of an API
  channel           text not null check (channel in ('mail', 'api')),
  country           text,
  source            text not null,               -- how it was found first: 'rule', 'rdap', 'ripe', 'answer', 'console'
  standing          text not null check (standing in ('new', 'approved', 'refused')),
  delivery          text not null default 'working' check (delivery in ('working', 'bouncing')),
  is_paused         boolean not null default false,
  quiet_hours       jsonb,                       -- null: told around the clock
  group_minutes     int,                         -- null: the hotline's setting
  added_at          timestamptz not null,
  bounced_at        timestamptz
);

create table takedown (                          -- one item, in one round, until it is gone
  id                uuid primary key,
  item_id           uuid not null references item,
  round             int not null,
  case_id           uuid not null references case_file,
  state             text not null check (state in ('seeking', 'running', 'stopped', 'ended')),
  attention         text,                        -- why a person must look; null: nobody needs to
  is_urgent         boolean not null,
  is_dsa16          boolean not null,
  decided_at        timestamptz not null,
  country           text,                        -- of the host, when it was decided
  shrouded_facts    bytea not null,              -- what a notice says of the item (NoticeFacts)
  is_behind_proxy   boolean not null default false,
  step              int not null default 0,      -- how often it has told somebody; tells its notices apart
  opened            int not null default 0,      -- groups of the timetable whose turn has come
  pushes            int not null default 0,      -- groups whose turn comes at once: a contact bounced, or is not the right one
  reminded          int not null default 0,      -- reminders of the timetable that are behind it
  standstill_ms     bigint not null default 0,   -- time that the timetable does not count: we could not send, or must not
  stopped_at        timestamptz,                 -- since when it stands still
  grace_until       timestamptz,                 -- a provider is at work: no further rung before; once only
  claimed_gone_at   timestamptz,                 -- a provider says that it is gone: a visit decides
  next_at           timestamptz,                 -- when the next step is due; null: none is
  seek_at           timestamptz,                 -- when the ladder is looked for (again); null: it is whole
  seeks             int not null default 0,
  first_told_at     timestamptz,
  end_reason        text,
  ended_at          timestamptz,
  constraint takedown_item_round_key unique (item_id, round)
);
create index on takedown (next_at) where next_at is not null;
create index on takedown (seek_at) where seek_at is not null;
create index on takedown (attention) where attention is not null;
create index on takedown (case_id);

create table takedown_rung (                     -- the ladder as it was found for one takedown
  takedown_id       uuid not null references takedown,
  position          int not null,
  rung              text not null check (rung in ('owner', 'hosting', 'proxy', 'upstream', 'registrar')),
  provider_id       uuid not null references provider,
  source            text not null,
  is_out            boolean not null default false, -- it bounced, is not theirs, or was refused by a person
  told_at           timestamptz,                 -- first
  last_told_at      timestamptz,
  is_asking         boolean not null default false, -- it needs more from us: no reminders until a person has seen to it
  quiet_until       timestamptz,                 -- it is at work: no reminder before
  primary key (takedown_id, position),
  constraint takedown_rung_provider_key unique (takedown_id, provider_id)
);
create index on takedown_rung (provider_id);

create table letter (                            -- one mail or call to one provider, about one or more items
  id                uuid primary key,
  provider_id       uuid not null references provider,
  is_urgent         boolean not null,
  state             text not null check (state in ('gathering', 'leaving', 'sent', 'rehearsed', 'refused', 'cancelled')),
  send_at           timestamptz not null,        -- until then it gathers
  written_at        timestamptz,                 -- when it was first about to leave: its date, the same in a repeat
  attempts          int not null default 0,
  failing_since     timestamptz,                 -- the way out is not to be had since then
  failure_code      text,
  message_id        text,
  token_digest      bytea not null constraint letter_token_key unique, -- of the provider page's token; the token follows from the id and the service key
  token_expires_at  timestamptz,
  ticket            text,                        -- what the provider calls it
  left_at           timestamptz
);
create unique index letter_gathering_key on letter (provider_id, is_urgent) where state = 'gathering';
create index on letter (send_at) where state in ('gathering', 'leaving');
create index on letter (message_id);

create table notice (                            -- one item in one letter: one report
  id                uuid primary key,            -- XARF's report_id, and the reference that answers quote
  takedown_id       uuid not null references takedown,
  item_id           uuid not null references item,
  provider_id       uuid not null references provider,
  letter_id         uuid not null references letter,
  rung              text not null,
  step              int not null,
  kind              text not null check (kind in ('first', 'reminder')),
  state             text not null check (state in ('waiting', 'sent', 'rehearsed', 'refused', 'cancelled', 'bounced')),
  reason            text,                        -- why it was refused or cancelled
  planned_at        timestamptz not null,
  ended_at          timestamptz,                 -- when it left, or was given up
  answer            text,                        -- the newest: removed, handling, need-more, not-ours, appeal
  answered_at       timestamptz,
  constraint notice_step_key unique (takedown_id, step, provider_id)
);
create index on notice (letter_id);
create index on notice (takedown_id) where state = 'waiting';
create index on notice (provider_id, ended_at);

create table provider_answer (                   -- what a provider said, on its page, by mail or by its API
  id                uuid primary key,
  letter_id         uuid references letter,
  notice_id         uuid references notice,      -- null: about the letter as a whole, or not told which
  kind              text not null,               -- removed, handling, need-more, not-ours, appeal, auto-reply, bounce, other
  via               text not null check (via in ('page', 'mail', 'api')),
  shrouded_text     bytea,
  ticket            text,
  source_digest     bytea constraint provider_answer_source_key unique, -- of the message or the form: the same one twice is one
  received_at       timestamptz not null
);
create index on provider_answer (letter_id);

create table sending_pause (                     -- the stop switch; its newest row decides
  id                uuid primary key,
  set_at            timestamptz not null,
  set_by            uuid references staff,
  reason            text not null,
  released_at       timestamptz,
  released_by       uuid references staff
);

-- A dispatch to a provider is under way while its takedown has not sent the first notice.
create index on dispatch (item_id);
alter table dispatch drop constraint dispatch_state_check;
alter table dispatch add constraint dispatch_state_check
  check (state in ('planned', 'held', 'under-way', 'sent', 'rehearsed', 'refused', 'cancelled'));
