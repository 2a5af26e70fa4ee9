-- Sites and apps that hand tips over with a signature (docs/embedding.md). Their public key alone is here; nothing of it is secret.
create table site_partner (
  id         uuid primary key,
  name       text not null,
  key_id     text not null constraint site_partner_key unique,
  public_key bytea not null,                     -- Ed25519 (RFC 8032), 32 bytes
  added_at   timestamptz not null,
  revoked_at timestamptz
);
