-- Whom an identity provider (OpenID Connect) may vouch for: who it says they are, as a keyed digest, so that the row names nobody's account there.
create table staff_oidc (
  staff_id       uuid primary key references staff,
  subject_digest bytea not null unique,
  linked_at      timestamptz not null
);
