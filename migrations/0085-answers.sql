-- What providers say: an answer names as many notices as it is about, and the mailbox knows how far it has been read.

-- In place of one notice an answer: a form answers for several items at once, and is one answer.
alter table provider_answer drop column notice_id;
alter table provider_answer add column until_at timestamptz; -- "being handled" until then, as the provider says
alter table provider_answer add constraint provider_answer_kind_check
  check (kind in ('removed', 'handling', 'need-more', 'not-ours', 'appeal', 'auto-reply', 'bounce', 'other'));
create index on provider_answer (received_at) where letter_id is null; -- set aside: nobody knows what they are about

create table provider_answer_notice (
  answer_id         uuid not null references provider_answer,
  notice_id         uuid not null references notice,
  primary key (answer_id, notice_id)
);
create index on provider_answer_notice (notice_id);

create table mailbox_place (                     -- how far the mailbox of answers has been read (RFC 9051, 2.3.1.1)
  mailbox_digest    bytea primary key,           -- of server, account and folder
  uid_validity      bigint not null,
  last_uid          bigint not null,
  read_at           timestamptz not null
);
