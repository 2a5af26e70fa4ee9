-- A message of a mailbox that the sender's own browser sealed to the desk before it was sent. `sealed_text` then holds that box, sealed once
-- more to the tip's key, so that erasing that key ends it too. Null: the words themselves, sealed to the tip's key alone.
alter table mailbox_entry
  add column desk_key_id uuid references desk_key,
  add constraint mailbox_entry_sealed_before_check check (desk_key_id is null or (kind = 'message' and sealed_text is not null));
