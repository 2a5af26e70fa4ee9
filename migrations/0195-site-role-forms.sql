-- The site's role (0182) can keep and forget an address for mails about something new, and cannot read one. After 0182, which takes all rights away before it grants.
create or replace function grant_to_site() returns void language plpgsql as $$
begin
  execute 'revoke all on all tables in schema public from fyr_site';
  execute 'grant insert on tip, ledger_act, outbox to fyr_site';
  -- What finding a mailbox, opening it with its receipt and taking a tip back need; not the report, the contact, the addresses or the
  -- copy of the key that the desk opens.
  execute 'grant select (id, submission_digest, received_hour, is_urgent, has_contact, recipient, sealed_key_mailbox, mailbox_digest, erased_at) on tip to fyr_site';
  execute 'grant update (sealed_key_desk, sealed_key_mailbox, sealed_contact, urgent_package, has_contact, erased_at) on tip to fyr_site';
  execute 'grant select, insert on mailbox_entry to fyr_site';
  execute 'grant insert, delete on mailbox_notice to fyr_site';
  execute 'grant select (tip_id, address_digest, waits_since) on mailbox_notice to fyr_site';
  execute 'grant update (shrouded_address, address_digest, language, waits_since) on mailbox_notice to fyr_site';
end $$;

do $$
begin
  if exists (select 1 from pg_roles where rolname = 'fyr_site') then
    perform grant_to_site();
  end if;
end $$;

-- Whoever erases a tip (its sender, the retention time, a restored backup): the address for mails about it goes with it.
create function forget_mailbox_notice() returns trigger language plpgsql as $$
begin
  delete from mailbox_notice where tip_id = new.id;
  return null;
end $$;
create trigger tip_forgets_notice after update of erased_at on tip
  for each row when (new.erased_at is not null) execute function forget_mailbox_notice();
