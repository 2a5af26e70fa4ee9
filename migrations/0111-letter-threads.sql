-- What a letter refers to is settled when it is first on its way: a repeat names the same earlier letters and the same ticket,
-- though others may have been answered or returned meanwhile. {"messageIds": [...], "ticket": "..."}
alter table letter add column thread jsonb;

-- Idempotency keys are looked for by their beginning too, whatever the database's collation.
create index dispatch_key_beginning_idx on dispatch (idempotency_key text_pattern_ops);
