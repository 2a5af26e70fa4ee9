-- The country that counts of an item: its origin's where an analyst has found one behind a CDN or proxy, none where it could not be found, else that of
-- the host that answers (src/cases/origin.ts, keptAt, says the same and a test holds the two together). Figures and the queue's filter go by it.
alter table item add column kept_country text;

-- With the owner's right: whoever writes where an item's host is may see no origin.
create function kept_country(item_id uuid, country text, located_at timestamptz) returns text
language sql stable security definer set search_path = public, pg_temp as $$
  select case word.said when 'found' then word.country when 'not-found' then null else $2 end
  from (select) one left join lateral (
    select o.said, o.country, o.noted_at from item_origin o where o.item_id = $1 order by o.number desc limit 1
  ) word on $3 is null or $3 <= word.noted_at
$$;
revoke execute on function kept_country from public;

create function item_keeps_country() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  new.kept_country := kept_country(new.id, new.country, new.located_at);
  return new;
end $$;
create function origin_keeps_country() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update item set kept_country = kept_country(id, country, located_at) where id = new.item_id;
  return null;
end $$;

update item set kept_country = country where country is not null;
update item set kept_country = kept_country(id, country, located_at) where id in (select item_id from item_origin);

create trigger item_kept_country before insert or update of country, located_at on item for each row execute function item_keeps_country();
create trigger origin_kept_country after insert or update on item_origin for each row execute function origin_keeps_country();

drop trigger item_figures_changed on item;
create trigger item_figures_changed after update on item for each row
  when ((old.case_id, old.kept_country, old.outcome) is distinct from (new.case_id, new.kept_country, new.outcome))
  execute function mark_own('item');

drop index item_country;
create index item_kept_country on item (kept_country, case_id);
