-- The leaf hash beside each entry tells exactly which entry was edited (the signed roots alone tell between which two
-- checkpoints), and lets proofs be made without reading the entries again.
alter table ledger_entry add column leaf_hash bytea not null;

-- A slip (a wrong script, a bug) must not rewrite history. Whoever owns the database can take these away again: against
-- them stand the signed checkpoints outside the database, not triggers.
create function refuse_ledger_change() returns trigger language plpgsql as $$
begin
  raise exception 'The ledger is append-only: % of % is refused', tg_op, tg_table_name;
end $$;

create trigger ledger_entry_append_only before update or delete or truncate on ledger_entry
  for each statement execute function refuse_ledger_change();
create trigger ledger_checkpoint_append_only before update or delete or truncate on ledger_checkpoint
  for each statement execute function refuse_ledger_change();
