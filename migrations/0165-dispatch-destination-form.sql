-- 0140 holds the form of a destination, and 0152 drops that check again: on a database that ran both there was none. The code alone names the
-- destinations (src/routing/dispatch.ts). Not valid at first, so that rows are not read under the table's lock.
alter table dispatch drop constraint if exists dispatch_destination_check;
alter table dispatch add constraint dispatch_destination_check check (destination ~ '^[a-z][a-z-]{1,30}$') not valid;
alter table dispatch validate constraint dispatch_destination_check;
