/**
 * A letter: one mail or call to one provider about one or more items, as it will be read. The same rows give the same
 * letter (compose-letter.ts), so that a repeat after a crash is the same one. Who sends it, and when, is the takedown's business.
 *
 * | a letter says                                                    | when                                          |
 * |------------------------------------------------------------------|-----------------------------------------------|
 * | whom it is to, who writes, why they are asked, what is asked     | always; by rung, where items have several     |
 * | each item: address, IP address, reference, why it is illegal     | always; numbered where there are several      |
 * | hashes of its media                                              | known                                         |
 * | when the provider, or those nearer to the item, were told        | a reminder; a later rung                      |
 * | that the hotline goes on reminding and telling others            | any item is a reminder or on a later rung     |
 * | to keep evidence for the police, and not to look or copy         | always                                        |
 * | article 16 of Regulation (EU) 2022/2065                          | the provider is in the Union                  |
 * | the link to the provider's page                                  | there is one                                  |
 *
 * Never: a picture, anything of a tip, a tipster or an analyst.
 */
import type { HotlineIdentity } from '../../partners/door.ts';
import type { Language } from '../../terms/categories.ts';
import type { ProviderContact, Rung } from '../takedown/rung.ts';
import type { NoticeFacts } from './notice.ts';

/** One item in a letter: one notice, one report. */
export interface LetterItem {
  /** A UUID: XARF's report id, and what the item's reference is made of. */
  readonly noticeId: string;
  readonly facts: NoticeFacts;
  /** As what the provider is told. */
  readonly rung: Rung;
  readonly kind: 'first' | 'reminder';
  /** When this provider was first told of it. */
  readonly toldBeforeAt?: Date | undefined;
  /** When those on nearer rungs were first told of it. */
  readonly nearerToldAt?: Date | undefined;
}

/** All that a letter is made from; everything in it follows from the letter's rows and the settings. */
export interface LetterInput {
  readonly letterId: string;
  readonly contact: ProviderContact;
  readonly hotline: HotlineIdentity;
  readonly items: readonly LetterItem[];
  /** Of the provider's page, with its token; undefined where the hotline has no public address. */
  readonly pageUrl: string | undefined;
  /** The provider is in the European Union. */
  readonly isDsa16: boolean;
  readonly isUrgent: boolean;
  /** What the provider calls an earlier letter about the same items. */
  readonly ticket?: string | undefined;
}

/** One XARF report, as a file of its own. */
export interface LetterReport {
  readonly noticeId: string;
  readonly filename: string;
  readonly json: string;
}

/** A notice as the letter names it. */
export interface NamedNotice {
  readonly noticeId: string;
  readonly reference: string;
  readonly url: string;
}

/** A letter as it is read, in whichever way it travels. */
export interface ComposedLetter {
  /** One line. It holds no address: subjects are shown and logged where texts are not. */
  readonly subject: string;
  readonly text: string;
  /** A whole document, without script, picture or anything that a reader's program would fetch. */
  readonly html: string;
  /** In the order in which the letter numbers them. */
  readonly notices: readonly NamedNotice[];
  /** One for each item whose answers yield a class: XARF demands one. */
  readonly reports: readonly LetterReport[];
  readonly languages: readonly Language[];
  /** Of the templates that it was composed from. */
  readonly templateVersion: number;
}
