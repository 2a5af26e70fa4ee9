-- The check API's own role (docs/operating.md): whoever has a key sends it bytes of strangers, so it reads the known lists and its own keys,
-- counts what was asked, and sees nothing of tips, cases or people. On a server where the house may make no roles, an administrator
-- makes it and runs `select grant_to_check()`.
create function grant_to_check() returns void language plpgsql as $$
begin
  execute 'revoke all on all tables in schema public from fyr_check';
  execute 'grant select on known_list, known_entry, known_video, check_key to fyr_check';
  execute 'grant select, insert, update on check_key_day to fyr_check';
end $$;

do $$
begin
  begin
    create role fyr_check login;
  exception
    when duplicate_object or unique_violation then null;  -- another database of this server has made it
    when insufficient_privilege then null;
  end;
  if exists (select 1 from pg_roles where rolname = 'fyr_check') then
    perform grant_to_check();
  end if;
end $$;
