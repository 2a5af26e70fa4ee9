import type { LedgerSigner } from '../../ledger/door.ts';
import type { LedgerProofs } from './ledger-proofs.ts';
import { manifestOf, type PackageFile } from './manifest.ts';
import { outlineOf } from './package-outline.ts';
import { packagePage } from './package-page.tsx';
import type { PolicePackage } from './package.ts';

/** Setting type is a large part of the program that a start can do without: it is read when the first package is made. */
const loadPdf = () => import('./package-pdf.ts');

/** `case-123` or `urgent-tip`: how a package's files are called, and what its mail is about. */
export const packageName = (content: PolicePackage): string =>
  content.case === undefined ? 'urgent-tip' : `case-${content.case.number}`;

/**
 * Everything that the police receive of a package, the manifest last: a PDF in each language, the JSON, and what the ledger
 * has of the case. Never a picture. An urgent tip has an HTML page in place of the PDFs: it is sealed while its sender waits, and
 * whoever writes to the public form must not be able to keep the server busy with setting type.
 */
export async function packageFiles(
  signer: LedgerSigner,
  content: PolicePackage,
  proofs: LedgerProofs | undefined,
): Promise<readonly PackageFile[]> {
  const name = packageName(content);
  const preparedAt = new Date(content.preparedAt);
  const pdf = async (language: 'sv' | 'en'): Promise<PackageFile> => ({
    name: `${name}-${language}.pdf`,
    contentType: 'application/pdf',
    bytes: await (await loadPdf()).packagePdf(outlineOf(content, language, proofs), preparedAt),
  });
  const page = {
    name: `${name}.html`,
    contentType: 'text/html; charset=utf-8',
    bytes: Buffer.from(packagePage(content)),
  };
  const files = [
    ...(content.kind === 'urgent-tip' ? [page] : [await pdf('sv'), await pdf('en')]),
    jsonFile(`${name}.json`, content),
    ...(proofs === undefined ? [] : [jsonFile('ledger-proofs.json', proofs)]),
  ];
  return [...files, manifestOf(signer, { hotline: content.hotline.name, preparedAt }, files)];
}

const jsonFile = (name: string, value: object): PackageFile => ({
  name,
  contentType: 'application/json',
  bytes: Buffer.from(`${JSON.stringify(value, null, 2)}\n`),
});
