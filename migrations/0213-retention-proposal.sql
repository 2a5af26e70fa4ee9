-- A change of retention that one supervisor wants and another has not agreed to yet; at most one waits.
create table retention_proposal (
  id          bigint primary key generated always as identity,
  days        int not null check (days between 30 and 3650),
  proposed_by uuid not null references staff,
  proposed_at timestamptz not null,
  ended_at    timestamptz                          -- agreed to, or taken back: the ledger says which
);
create unique index retention_proposal_waiting on retention_proposal ((true)) where ended_at is null;
