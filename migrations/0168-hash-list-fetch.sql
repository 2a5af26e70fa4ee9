-- When the list that follows NCMEC's hash sharing is read next, where the settings say that it is read by itself (docs/partners/hash-feedback.md).
create table hash_list_fetch (
  account text primary key,
  due_at  timestamptz not null                   -- a claim moves it on: nobody else reads meanwhile, and it comes back if this process dies
);
