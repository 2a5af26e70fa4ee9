-- Whoever erases a tip (its sender, the retention time, a restored backup): the address for mails about it goes with it.
create function forget_mailbox_notice() returns trigger language plpgsql as $$
begin
  delete from mailbox_notice where tip_id = new.id;
  return null;
end $$;
create trigger tip_forgets_notice after update of erased_at on tip
  for each row when (new.erased_at is not null) execute function forget_mailbox_notice();
