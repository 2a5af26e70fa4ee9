-- Partners' settings as a supervisor sets them in the console, and how each partner's system has been answering.
create table partner_setting (                   -- the newest row of a partner decides; without one, the environment's settings do
  id                bigint primary key generated always as identity,
  partner           text not null,
  mode              text not null check (mode in ('off', 'test', 'live')),
  shrouded_values   bytea not null,              -- JSON of field and value; secrets among them, which no screen shows again
  changed_at        timestamptz not null,
  changed_by        uuid references staff
);
create index on partner_setting (partner, id desc);

create table partner_health (
  partner           text primary key,
  last_success_at   timestamptz,
  failing_since     timestamptz,                 -- of the failures in a row since the last success
  last_failure_at   timestamptz,
  failure_code      text
);
