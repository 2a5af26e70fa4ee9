/**
 * Mail addresses as registration data writes them: `mailto:` and angle brackets, lists, capitals, other scripts. What comes
 * out is an address that a notice can be sent to, or nothing. Pure; never throws.
 */
import { domainToASCII } from 'node:url';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';

const emailSchema = z.email().max(254);
const MAX_TEXT_LENGTH = 2_000;
const MAX_LOCAL_LENGTH = 64; // RFC 5321, 4.5.3.1.1
/** Mailboxes that say of themselves that nobody reads them, or that stand for a withheld one. */
const UNREAD = /^(?:no-?reply|do-?not-?reply|redacted|not-?disclosed|withheld|null|none|nobody)(?:[.+_-]|$)/;
const NEVER_REACHED = ['invalid', 'localhost', 'local', 'internal'];

/** The addresses in a value that should hold one: a text, or a list of texts; each once, in order, at most 20. */
export function mailAddressesIn(value: unknown): readonly string[] {
  const texts = Array.isArray(value) ? value.slice(0, 20) : [value];
  const found = texts.flatMap((text: unknown) =>
    typeof text === 'string' && text.length <= MAX_TEXT_LENGTH
      ? text
          .split(/[\s,;|]+/)
          .map(toAddress)
          .filter((address) => address !== undefined)
      : [],
  );
  return [...new Set(found)].slice(0, 20);
}

function toAddress(word: string): string | undefined {
  const bare = decoded(
    word
      .replace(/^.*</s, '')
      .replace(/>.*$/s, '')
      .replace(/^mailto:/i, '')
      .replace(/\?.*$/s, ''),
  )
    .replace(/^["'(]+/, '')
    .replace(/["').:]+$/, '');
  const at = bare.lastIndexOf('@');
  if (at < 1 || at > MAX_LOCAL_LENGTH) return undefined;
  const domain = domainToASCII(bare.slice(at + 1).replace(/\.$/, '')).toLowerCase();
  const last = domain.slice(domain.lastIndexOf('.') + 1);
  if (!domain.includes('.') || NEVER_REACHED.includes(last) || ipaddr.isValid(domain)) return undefined;
  const address = emailSchema.safeParse(`${bare.slice(0, at)}@${domain}`);
  return address.success && !UNREAD.test(address.data.toLowerCase().slice(0, at)) ? address.data : undefined;
}

function decoded(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
