-- Tips by month and category from the index alone: a tip's row is large (sealed), its index entry is not, and equal ones
-- share their space. It begins with received_hour, so it also serves what the older index served; intake writes no more than before.
create index tip_received_hour_category_idx on tip (received_hour, category);
drop index tip_received_hour_idx;
