-- Webhooks: what happens in the house, told to the hotline's own systems without content (docs/partners/webhooks.md).
create table webhook_endpoint (
  id               uuid primary key,
  name             text not null,
  shrouded_url     bytea not null,
  mode             text not null check (mode in ('test', 'live')),
  kinds            text[] not null,              -- empty: every kind
  state            text not null check (state in ('on', 'off', 'failed')),
  shrouded_secrets bytea not null,               -- JSON, the newest first, each with the end of its overlap
  created_at       timestamptz not null,
  created_by       uuid references staff,
  last_success_at  timestamptz,
  failing_since    timestamptz,
  failure_code     text
);

create table webhook_message (                   -- kept for replays, 30 days
  number      bigint primary key generated always as identity,
  id          text not null unique,              -- of the event itself: one event is one message, however often it is handled
  kind        text not null,
  body        text not null,                     -- JSON as it is signed and sent: kind, ids, hour
  written_at  timestamptz not null
);
create index on webhook_message (written_at);

create table webhook_delivery (
  endpoint_id uuid not null references webhook_endpoint on delete cascade,
  number      bigint not null references webhook_message on delete cascade,
  state       text not null check (state in ('waiting', 'delivered', 'given-up')),
  attempts    int not null default 0,
  next_at     timestamptz not null,
  failure_code text,
  ended_at    timestamptz,
  primary key (endpoint_id, number)
);
create index on webhook_delivery (next_at) where state = 'waiting';
