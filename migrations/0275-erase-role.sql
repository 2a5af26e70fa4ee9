-- What was erased lies on in a table's file until the file is written anew, which only the table's owner may ask for. The service that erases
-- connects as fyr_erase, owns nothing, and asks through these (src/platform/roles.ts lists who may): one table of the list at a time, and a
-- checkpoint, which ends old files of the write-ahead log. CLUSTER drops what VACUUM FULL drops; that one cannot run in a function. The indexes
-- keep the rows in the order in which they came, or by case.
create function scrub_table(name text) returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare
  places constant jsonb := '{
    "tip": "tip_received_hour_category_idx", "mailbox_notice": "mailbox_notice_pkey", "dispatch": "dispatch_case_id_idx",
    "police_package_key": "police_package_key_pkey", "police_message": "police_message_case_id_posted_at_idx",
    "police_call": "police_call_dispatch_id_idx", "case_note": "case_note_case_id_written_at_idx"}';
begin
  if not places ? name then
    raise insufficient_privilege using message = 'This table is not written anew for anybody.';
  end if;
  execute format('cluster public.%I using %I', name, places ->> name);
end $$;
revoke all on function scrub_table(text) from public;

create function end_old_log() returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  checkpoint;
end $$;
revoke all on function end_old_log() from public;
