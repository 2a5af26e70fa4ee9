-- robots.txt as it was last read, so that another worker that takes a host over need not ask for it again within the day.
create table crawl_robots (
  origin      bytea primary key,                 -- HMAC of scheme, host and port
  host_id     bigint not null,
  until       timestamptz not null,
  box         bytea not null                     -- origin and file, shrouded
);
create index crawl_robots_host on crawl_robots (host_id);
create index crawl_robots_until on crawl_robots (until);
