import { z } from 'zod';
import { ledgerProofsSchema } from './ledger-proofs.ts';
import { policePackageSchema } from './package.ts';

/**
 * The package's two JSON files as JSON Schema (draft 2020-12), as docs/partners/police-package.schema.json publishes them: the file
 * itself is the schema of `case-N.json` and `urgent-tip.json`; `$defs.ledgerProofs` is that of `ledger-proofs.json`.
 */
export function policeJsonSchema(): Record<string, unknown> {
  const { $schema, ...content } = z.toJSONSchema(policePackageSchema);
  const proofs = Object.entries(z.toJSONSchema(ledgerProofsSchema)).filter(([name]) => name !== '$schema');
  return {
    $schema,
    $id: 'https://fyr.example.org/schemas/police-package-2.json',
    title: 'fyr-police-package, version 2',
    ...content,
    $defs: { ledgerProofs: { title: 'fyr-ledger-proofs, version 1', ...Object.fromEntries(proofs) } },
  };
}
