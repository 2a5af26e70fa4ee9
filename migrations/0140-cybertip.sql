-- NCMEC's CyberTipline as a destination of its own (docs/partners/ncmec.md).
alter table dispatch drop constraint if exists dispatch_destination_check;
-- The code alone names the destinations (src/routing/dispatch.ts); here only their form is held.
alter table dispatch add constraint dispatch_destination_check check (destination ~ '^[a-z][a-z-]{1,30}$');

create table cybertip_filing (                   -- how far one report has come on the other side
  dispatch_id uuid primary key references dispatch,
  try         int not null,                      -- grows with each try; one that is not the newest stops
  state       text not null check (state in ('empty', 'open', 'finishing', 'landed')),
  report_id   text,                              -- theirs; of a report that is open there, or has landed
  changed_at  timestamptz not null,
  constraint cybertip_filing_report check ((state = 'empty') = (report_id is null))
);
create index on cybertip_filing (changed_at) where state in ('open', 'finishing');
