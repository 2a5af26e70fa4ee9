-- How long the oldest event has waited for the relay: the first sign that the house stands still.
alter table outbox add column written_at timestamptz not null default clock_timestamp();
