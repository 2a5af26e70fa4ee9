-- Which items a dispatch is about, and in which round of theirs: one report to ICCAM can name a page with its media.
create table dispatch_item (
  dispatch_id uuid not null references dispatch,
  item_id     uuid not null references item,
  round       int not null,
  primary key (dispatch_id, item_id)
);
create index on dispatch_item (item_id);

-- Until now a dispatch to ICCAM was about one item; its key ends with the round (`iccam.<item>.r2`, `….r2.again1`).
insert into dispatch_item (dispatch_id, item_id, round)
select id, item_id, coalesce(substring(idempotency_key from '\.r(\d+)')::int, 1)
from dispatch where destination = 'iccam' and item_id is not null;
