-- A letter that a mail server has taken is marked at once, before what follows from it is written: whoever takes it up after a
-- killed sender does not send it again, and what it named counts as sent though it may have been taken out since.
alter table letter
  add column accepted_at      timestamptz,
  add column accepted_notices uuid[];
