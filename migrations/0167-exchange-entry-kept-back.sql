-- An entry that a person here has taken back from other hotlines is not given again by itself (src/exchange/publish-entries.ts).
alter table exchange_entry add column kept_back_by uuid references staff;
-- Fyr sends no client certificate of its own (docs/decisions/exchange-cursor-not-clock.md): this was never written.
alter table exchange_peer drop column shrouded_certificate;
