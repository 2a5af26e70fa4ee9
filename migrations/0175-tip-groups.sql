-- Tips of the same words within an hour belong together: one case, however many were sent. The id is random; what made them equal is
-- compared in memory and forgotten (src/intake/pressure), so that it says that they were equal and nothing of what they say.
alter table tip add column group_id uuid;
alter table case_file add column group_id uuid; -- of the tip that opened it
create index on case_file (group_id) where group_id is not null;
