-- How often in a row a provider's address has refused or returned mail: it rests longer each time, a little at first.
alter table provider add column bounces int not null default 0 check (bounces >= 0);
update provider set bounces = 1 where delivery = 'bouncing';
