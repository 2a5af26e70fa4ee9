/** Words of the page for sites and apps that hand tips over. */
import type { Language } from '../../terms/categories.ts';

const en = {
  title: 'Sites and apps',
  lead: 'Other sites and apps can hand tips over for the people who use them, signed with a key of their own. They get the receipt, and nothing else ever.',
  partners: 'Who hands tips over',
  none: 'Nobody hands tips over. A link to the site’s own form needs no key.',
  keyId: 'Key',
  since: (when: string) => `since ${when}`,
  revoke: 'Take nothing more from it',
  revoked: 'revoked',
  addTitle: 'Let a site or app hand tips over',
  name: 'Name',
  key: 'Its public key',
  keyHelp:
    'An Ed25519 key, beginning with -----BEGIN PUBLIC KEY-----. Its private half stays with them: never take that.',
  add: 'Add',
  done: 'Done. The change is on the ledger.',
  problems: {
    name: 'Name: between 1 and 80 characters.',
    key: 'Its public key: the whole text of an Ed25519 public key, from -----BEGIN PUBLIC KEY----- to -----END PUBLIC KEY-----.',
    known: 'This key is known here already. A revoked key is never taken again: ask for another one.',
  },
};
export type SitePartnerTexts = typeof en;

const sv: SitePartnerTexts = {
  title: 'Webbplatser och appar',
  lead: 'Andra webbplatser och appar kan lämna över tips från dem som använder dem, signerade med en egen nyckel. De får kvittot och aldrig något annat.',
  partners: 'De som lämnar över tips',
  none: 'Ingen lämnar över tips. En länk till webbplatsens eget formulär kräver ingen nyckel.',
  keyId: 'Nyckel',
  since: (when) => `sedan ${when}`,
  revoke: 'Ta inte emot mer härifrån',
  revoked: 'återkallad',
  addTitle: 'Låt en webbplats eller app lämna över tips',
  name: 'Namn',
  key: 'Dess publika nyckel',
  keyHelp:
    'En Ed25519-nyckel som börjar med -----BEGIN PUBLIC KEY-----. Den privata delen stannar hos dem: ta aldrig emot den.',
  add: 'Lägg till',
  done: 'Klart. Ändringen finns i liggaren.',
  problems: {
    name: 'Namn: mellan 1 och 80 tecken.',
    key: 'Dess publika nyckel: hela texten av en publik Ed25519-nyckel, från -----BEGIN PUBLIC KEY----- till -----END PUBLIC KEY-----.',
    known: 'Nyckeln är redan känd här. En återkallad nyckel tas aldrig emot igen: be om en annan.',
  },
};

/** In the console's language. */
export const sitePartnerTexts = (language: Language): SitePartnerTexts => ({ en, sv })[language];
