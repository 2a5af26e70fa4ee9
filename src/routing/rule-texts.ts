/** Every routing rule in words, for the console and for those who receive a case. */
import type { Language } from '../terms/categories.ts';
import { ROUTING_RULES, type RoutingRule, type RuleCode } from './facts.ts';
import { ruleOf, type RoutingRow, type RoutingTable } from './table.ts';

const TEXTS: Readonly<Record<RoutingRule, Readonly<Record<Language, string>>>> = {
  danger: {
    en: 'A child may be in danger now, or a child or suspect can be identified: the police at once, ahead of the queue.',
    sv: 'Ett barn kan vara i fara nu, eller ett barn eller en misstänkt kan identifieras: polisen genast, före kön.',
  },
  'home-crime': {
    en: 'The crime, the child, the suspect or the host is of this country: the police.',
    sv: 'Brottet, barnet, den misstänkte eller värden finns i det här landet: polisen.',
  },
  'home-notice': {
    en: 'Illegal and within this country’s reach: the provider is asked to remove it, unless the police have asked to wait.',
    sv: 'Olagligt och inom landets räckvidd: leverantören ombeds ta bort det, om inte polisen har bett om att vänta.',
  },
  'no-address': {
    en: 'A crime is suspected and there is no address to act on: the police.',
    sv: 'Brott misstänks och det finns ingen adress att agera på: polisen.',
  },
  inhope: {
    en: 'Hosted abroad, in a country with an INHOPE hotline: that hotline through ICCAM, where Interpol reads it.',
    sv: 'Finns hos en värd utomlands, i ett land med en INHOPE-hotline: den hotlinen genom ICCAM, där Interpol läser.',
  },
  'peer-hotline': {
    en: 'Hosted abroad, in a country whose hotline takes cases from us directly: that hotline.',
    sv: 'Finns hos en värd utomlands, i ett land vars hotline tar emot ärenden direkt från oss: den hotlinen.',
  },
  'no-inhope': {
    en: 'Hosted abroad, in a country without an INHOPE hotline: the national police, for Interpol.',
    sv: 'Finns hos en värd utomlands, i ett land utan INHOPE-hotline: den nationella polisen, för Interpol.',
  },
  'host-unknown': {
    en: 'Illegal, but where it is hosted is not known: the national police.',
    sv: 'Olagligt, men det är inte känt var det finns: den nationella polisen.',
  },
  ncmec: {
    en: 'Illegal, and this hotline’s settings send such hosts to NCMEC too: a report to the CyberTipline.',
    sv: 'Olagligt, och hotlinens inställningar skickar sådana värdar även till NCMEC: en rapport till CyberTipline.',
  },
  'ncmec-chosen': {
    en: 'Illegal, and an analyst chose to tell NCMEC too: a report to the CyberTipline.',
    sv: 'Olagligt, och en analytiker valde att även underrätta NCMEC: en rapport till CyberTipline.',
  },
  dsa16: {
    en: 'The host is in the European Union: also a notice to the provider under article 16 of the Digital Services Act.',
    sv: 'Värden finns i Europeiska unionen: även en anmälan till leverantören enligt artikel 16 i förordningen om digitala tjänster.',
  },
  'both-hosts': {
    en: 'A CDN or proxy stands before the host: both are told.',
    sv: 'Ett innehållsnätverk eller en proxy står framför värden: båda underrättas.',
  },
  'proxy-alone': {
    en: 'A CDN or proxy hides the host, and the origin could not be found: the CDN or proxy is told.',
    sv: 'Ett innehållsnätverk eller en proxy döljer värden, och ursprunget gick inte att hitta: innehållsnätverket eller proxyn underrättas.',
  },
  'find-origin': {
    en: 'A CDN or proxy hides the host: a person finds the origin before anybody is told.',
    sv: 'Ett innehållsnätverk eller en proxy döljer värden: en person hittar ursprunget innan någon underrättas.',
  },
  'known-exact': {
    en: 'Exactly a picture on a list that this hotline trusts: the provider is told without anyone viewing it.',
    sv: 'Exakt en bild på en lista som hotlinen litar på: leverantören underrättas utan att någon ser den.',
  },
  'near-hit': {
    en: 'Resembles a known picture: a person decides before anything is sent.',
    sv: 'Liknar en känd bild: en person avgör innan något skickas.',
  },
  'host-changed': {
    en: 'The host has changed since the decision: nothing is sent, an analyst looks again.',
    sv: 'Värden har ändrats sedan beslutet: inget skickas, en analytiker tittar igen.',
  },
  'not-assessed': { en: 'Not assessed yet: a person decides.', sv: 'Ännu inte bedömt: en person avgör.' },
  'not-illegal': { en: 'Not illegal: closed.', sv: 'Inte olagligt: avslutas.' },
  'not-found': { en: 'Nothing was found there: closed.', sv: 'Inget fanns där: avslutas.' },
  'not-public': {
    en: 'Behind a log-in or a payment, where a hotline may not go: closed.',
    sv: 'Bakom inloggning eller betalning, där en hotline inte får gå: avslutas.',
  },
  'too-little': { en: 'Too little to go on: closed.', sv: 'För lite att gå på: avslutas.' },
  'last-resort': {
    en: 'Illegal, and no row of the routing table leads anywhere: the national police.',
    sv: 'Olagligt, och ingen rad i vägvalstabellen leder någonstans: den nationella polisen.',
  },
  'table-refused': {
    en: 'The routing table in use breaks a rule that none may break, so nothing is sent by it: an administrator must put it right.',
    sv: 'Vägvalstabellen som är i bruk bryter mot en regel som ingen får bryta mot, så inget skickas efter den: en administratör måste rätta den.',
  },
};

const OWN_WORDS: Readonly<Record<Language, string>> = {
  en: 'By a row of this hotline’s own routing table.',
  sv: 'Enligt en rad i hotlinens egen vägvalstabell.',
};

/** A reason with its words, for those who receive a case. */
export interface WordedRule {
  readonly code: RuleCode;
  readonly en: string;
  readonly sv: string;
}

/** A decision's reason with its words, of the table that decided. */
export const reasonIn = ({ rows }: Pick<RoutingTable, 'rows'>, rule: RuleCode): WordedRule => ({
  ...{ code: rule, en: ruleText(rule, 'en', rows), sv: ruleText(rule, 'sv', rows) },
});

/** The reason as a sentence. A row's own words stand in the rows of the version that decided. */
export function ruleText(rule: RuleCode, language: Language, rows: readonly RoutingRow[] = []): string {
  const shipped = ROUTING_RULES.find((each) => each === rule);
  if (shipped !== undefined) return TEXTS[shipped][language];
  const why = rows.find((row) => ruleOf(row) === rule)?.why;
  return why !== undefined && 'sv' in why ? why[language] : OWN_WORDS[language];
}
