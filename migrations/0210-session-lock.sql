-- A session that nobody has used for a while is locked: the person's wrapped key is gone until their password makes it anew.
alter table session alter column wrapped_identity drop not null;
alter table session add column locked_at timestamptz;
alter table session add constraint session_locked_without_key check ((locked_at is null) = (wrapped_identity is not null));
create index on session (seen_at) where locked_at is null;
