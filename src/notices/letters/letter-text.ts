/** A letter as plain text: what a person at an abuse desk reads, searches and copies from. */
import type { Block, LetterPart } from './letter-part.ts';
import type { Segment } from './paragraphs.ts';

const RULE = '-'.repeat(72);

/** The parts, one language after the other. */
export const renderText = (parts: readonly LetterPart[]): string =>
  parts.map(({ blocks }) => blocks.map(textOf).join('\n\n')).join(`\n\n${RULE}\n\n`);

function textOf(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return joined(block.segments);
    case 'item':
      return [
        ...(block.heading === undefined ? [] : [block.heading]),
        ...block.facts.map(({ label, value }) => `${label}: ${value}`),
        ...block.notes.map(joined),
      ].join('\n');
  }
}

const joined = (segments: readonly Segment[]): string =>
  segments.map((segment) => (typeof segment === 'string' ? segment : segment.href)).join('');
