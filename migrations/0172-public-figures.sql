-- Figures for everybody: a snapshot that one person prepared and another published. What is kept is only what is shown: small numbers,
-- and those from which they could be worked out, are left out before it is stored.

create table public_figures (
  id            int primary key generated always as identity,
  state         text not null check (state in ('prepared', 'published', 'withdrawn')),
  content       jsonb not null,
  prepared_by   uuid not null references staff,
  prepared_at   timestamptz not null,
  published_by  uuid references staff,
  published_at  timestamptz,
  withdrawn_by  uuid references staff,
  withdrawn_at  timestamptz,
  constraint public_figures_two_people check (published_by is null or published_by <> prepared_by),
  constraint public_figures_published_by check (state <> 'published' or published_by is not null)
);
-- One snapshot waits at a time.
create unique index public_figures_prepared_key on public_figures (state) where state = 'prepared';
