-- The yearly report of a trusted flagger (DSA, article 22(3)) goes the way of the figures for everybody: a snapshot that one person
-- prepared and another published. People write words into it while it waits: `revision` grows with each change, so that what is
-- published is what was reviewed, and whoever changed it last does not publish it.

alter table public_figures
  add column kind       text not null default 'months' check (kind in ('months', 'dsa-year')),
  add column year       int check (year between 2024 and 9999),
  add column revision   int not null default 1,
  add column changed_by uuid references staff,
  add constraint public_figures_year check ((kind = 'dsa-year') = (year is not null)),
  add constraint public_figures_not_by_changer check (published_by is null or changed_by is null or published_by <> changed_by);

-- One waits at a time: of the figures, and of each year's report.
drop index public_figures_prepared_key;
create unique index public_figures_prepared_key on public_figures (kind, coalesce(year, 0)) where state = 'prepared';
