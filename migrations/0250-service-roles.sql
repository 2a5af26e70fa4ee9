-- Each service has a role of its own in the database. Which may do what on which table stands in src/platform/roles.ts and is granted at the
-- start; the functions that granted before (0101, 0182, 0220) knew three roles alone.
drop function if exists grant_to_crawler();
drop function if exists grant_to_site();
drop function if exists grant_to_check();

-- The public site seals urgent tips to the police, and needs no other partner's settings.
alter table partner_setting enable row level security;
create policy of_the_house on partner_setting using (current_user <> 'fyr_site' or partner = 'police') with check (current_user <> 'fyr_site');
