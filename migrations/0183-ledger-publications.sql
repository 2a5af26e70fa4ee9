-- Where the ledger's checkpoints went outside the house, once a day each: by mail, and to a time stamp authority.
create table ledger_publication (
  channel      text not null check (channel in ('mail', 'timestamp')),
  day          date not null,                    -- UTC
  size         bigint not null,                  -- of the checkpoint
  token        bytea,                            -- the authority's answer (RFC 3161)
  stamped_at   timestamptz,                      -- what it says
  published_at timestamptz not null,
  primary key (channel, day)
);
