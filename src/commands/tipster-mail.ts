/** Mail to those who want to hear that there is something new in their mailbox: the wiring. */
import type { House } from '../house.ts';
import type { NoticeSender } from '../intake/door.ts';
import { isLoopbackUrl, type Mailer } from '../platform/mail.ts';
import { siteUrlOf } from './open-takedowns.ts';

/**
 * Undefined where the public cannot be told by mail: no mail server is set, the site's own address is not known, or mail to the
 * public is in test mode and the server is a real one. Then the mailbox does not offer it.
 */
export function tipsterMailOf(house: House, mailer: Mailer | undefined): NoticeSender | undefined {
  const { config, db, serviceKey, clock } = house;
  const { smtpUrl, tipsterMail } = config;
  const siteUrl = siteUrlOf(config);
  if (mailer === undefined || smtpUrl === undefined || siteUrl === undefined) return undefined;
  if (tipsterMail === 'test' && !isLoopbackUrl(smtpUrl)) return undefined;
  return { db, serviceKey, clock, mailer, siteUrl };
}
