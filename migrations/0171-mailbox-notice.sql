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
