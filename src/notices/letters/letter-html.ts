/**
 * A letter as HTML: the same words in a calmer form. Everything is escaped, nothing is fetched, and the only link is the one to
 * the provider's page: a reported address is text, split so that mail programs do not make a link of it, and copied whole.
 */
import type { Block, Fact, LetterPart } from './letter-part.ts';
import type { Segment } from './paragraphs.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that stands between tags or in a quoted attribute. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (one) => ESCAPES[one] ?? '');

/** A whole document. Colours are left to the reader's program, so that it is readable in light and dark. */
export function renderHtml(title: string, parts: readonly LetterPart[]): string {
  const [first] = parts;
  return [
    '<!doctype html>',
    `<html lang="${first?.language ?? 'en'}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escapeHtml(title)}</title></head>`,
    `<body style="${BODY}">`,
    ...parts.flatMap(({ language, blocks }, index) => [
      ...(index === 0 ? [] : [`<hr style="${RULE}">`]),
      `<div lang="${language}">`,
      ...blocks.map(htmlOf),
      '</div>',
    ]),
    '</body></html>\n',
  ].join('\n');
}

const BODY = 'margin:0 auto;padding:16px;max-width:44em;font:16px/1.5 system-ui,sans-serif';
const RULE = 'margin:32px 0;border:0;border-top:1px solid #888';
const ITEM = 'margin:16px 0;padding:4px 0 4px 16px;border-left:4px solid #888';
const PARAGRAPH = 'margin:12px 0';
const ADDRESS = 'overflow-wrap:anywhere;word-break:break-word';

function htmlOf(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return paragraph(block.segments);
    case 'item':
      return [
        `<div style="${ITEM}">`,
        ...(block.heading === undefined ? [] : [`<p style="${PARAGRAPH}"><b>${escapeHtml(block.heading)}</b></p>`]),
        `<p style="${PARAGRAPH}">${block.facts.map(factOf).join('<br>\n')}</p>`,
        ...block.notes.map(paragraph),
        '</div>',
      ].join('\n');
  }
}

const paragraph = (segments: readonly Segment[]): string =>
  `<p style="${PARAGRAPH}">${segments.map(segmentOf).join('')}</p>`;

function segmentOf(segment: Segment): string {
  if (typeof segment === 'string') return escapeHtml(segment).replaceAll('\n', '<br>\n');
  const shown = escapeHtml(segment.href);
  return /^https?:\/\//i.test(segment.href) ? `<a href="${shown}" rel="noreferrer">${shown}</a>` : shown;
}

const factOf = ({ label, value, isAddress }: Fact): string =>
  `<b>${escapeHtml(label)}:</b> ${isAddress === true ? `<code style="${ADDRESS}">${unlinked(value)}</code>` : escapeHtml(value)}`;

/** No program sees an address in this, and a person who selects it copies it exactly. */
const unlinked = (address: string): string =>
  address
    .split(/([:.])/)
    .map((part) => (/^[:.]$/.test(part) ? `<span>${part}</span>` : escapeHtml(part)))
    .join('');
