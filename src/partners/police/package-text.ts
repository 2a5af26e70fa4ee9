import { outlineOf, type Outline } from './package-outline.ts';
import type { LedgerProofs } from './ledger-proofs.ts';
import type { PolicePackage } from './package.ts';

const RULE = '='.repeat(72);

/** The readable page as plain text, Swedish and then English: it prints, and opens where no HTML does. */
export function packageText(content: PolicePackage, proofs?: LedgerProofs): string {
  return [outlineOf(content, 'sv', proofs), outlineOf(content, 'en', proofs)].map(textOf).join(`\n\n${RULE}\n\n`);
}

function textOf(outline: Outline): string {
  const sections = outline.sections.map(({ heading, rows }) =>
    [heading.toUpperCase(), '-'.repeat(heading.length), ...rows.map(([label, value]) => rowText(label, value))].join(
      '\n',
    ),
  );
  return [outline.title, ...outline.remarks, ...sections].join('\n\n');
}

/** One line on its own stands beside its label; several are indented below, so that no line of a tip can pose as a label. */
function rowText(label: string, value: string): string {
  const lines = value.split(/\r\n|[\n\v\f\r\u0085\u2028\u2029]/);
  return lines.length === 1 ? `${label}: ${value}` : [`${label}:`, ...lines.map((line) => `    ${line}`)].join('\n');
}
