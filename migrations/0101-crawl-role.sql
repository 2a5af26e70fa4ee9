-- The crawler's own role (docs/operating.md, docs/decisions/crawler-apart.md): it reads what strangers wrote, so it may see the
-- frontier, its own findings and the known lists, and nothing of tips, cases, people or notices.
--
-- Roles belong to the server, not to a database, and making one needs a right that a hotline's own role may lack. Whoever
-- administers the server then makes it, and runs `select grant_to_crawler()` in this database.

create function grant_to_crawler() returns void language plpgsql as $$
begin
  execute 'revoke all on all tables in schema public from fyr_crawl';
  execute 'grant select, insert, update, delete on crawl_worker, crawl_url, crawl_robots, media_seen to fyr_crawl';
  execute 'grant select, insert, update on crawl_host, crawl_run_host, crawl_tally, crawl_reason, sighting to fyr_crawl';
  execute 'grant select, update on crawl_partition, crawl_run to fyr_crawl';
  execute 'grant select on known_list, known_entry to fyr_crawl';
  -- It tells the house what it saw. It does not read what others told, and writes no act on the ledger.
  execute 'grant insert on outbox to fyr_crawl';
end $$;

do $$
begin
  begin
    create role fyr_crawl login;
  exception
    when duplicate_object or unique_violation then null;  -- another database of this server has made it
    when insufficient_privilege then null;
  end;
  if exists (select 1 from pg_roles where rolname = 'fyr_crawl') then
    perform grant_to_crawler();
  end if;
end $$;
