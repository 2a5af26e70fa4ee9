-- Where a sender wants to be told by e-mail that there is something new in their mailbox. The address is the house's to use, because
-- nobody's key is open when a mail leaves: it is shrouded (secrecy level 2), apart from the tip, and goes with it.

create table mailbox_notice (
  tip_id           uuid primary key references tip,
  shrouded_address bytea not null,
  address_digest   bytea not null,              -- HMAC: finds the mails that another tip sent to the same address
  language         text not null,
  waits_since      timestamptz,                 -- the hour of the first entry that has not been told; null: nothing waits
  sent_at          timestamptz
);
create index on mailbox_notice (address_digest);

-- Whoever erases a tip (its sender, the retention time, a restored backup): the address for mails about it goes with it.
create function forget_mailbox_notice() returns trigger language plpgsql as $$
begin
  delete from mailbox_notice where tip_id = new.id;
  return null;
end $$;
create trigger tip_forgets_notice after update of erased_at on tip
  for each row when (new.erased_at is not null) execute function forget_mailbox_notice();
