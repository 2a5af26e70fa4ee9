-- An item that was gone and is named again begins another round: what is sent in it is not a repeat of what was sent before.
alter table item add column round int not null default 1;
