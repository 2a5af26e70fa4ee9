-- How long what people told can be read after its case was closed. The newest confirmed row holds; before the first, the
-- default of src/retention/retention.ts does.
create table retention_rule (
  id           bigint primary key generated always as identity,
  days         int not null check (days between 30 and 3650),
  proposed_by  uuid not null references staff,
  proposed_at  timestamptz not null,
  confirmed_by uuid not null references staff,
  confirmed_at timestamptz not null,
  constraint retention_rule_two_people check (confirmed_by <> proposed_by)
);

create index on case_file (closed_at) where state = 'closed';
