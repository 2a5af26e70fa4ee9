/** What can be wrong with the ledger, where, and how to say it. */
import type { Language } from '../terms/categories.ts';

/**
 * | kind             | what was found                                                                             |
 * |------------------|--------------------------------------------------------------------------------------------|
 * | missing          | no entry at a position though later ones follow                                            |
 * | stray            | an entry at a position where none can be (below 0)                                         |
 * | changed          | an entry is not the one its leaf hash was made of, and the signed root proves the leaf hash |
 * | leaf-changed     | the other way round: the entries have the signed root, a stored leaf hash does not fit       |
 * | rewritten        | a signed root does not come out, though the leaf hashes fit what is stored now               |
 * | cut              | a signed checkpoint covers more entries than are there                                     |
 * | uncovered        | entries after the last signed checkpoint: added by hand, or its checkpoint was taken away    |
 * | bad-checkpoint   | a checkpoint that this ledger did not sign, or whose columns are not what was signed        |
 * | unknown-file     | a checkpoint that was published, but that the database does not have                       |
 */
export type Misfit = AtPosition | Rewritten | Cut | BadCheckpoint | UnknownFile;

interface AtPosition {
  readonly kind: 'missing' | 'stray' | 'changed' | 'leaf-changed' | 'uncovered';
  readonly position: number;
}
interface Rewritten {
  readonly kind: 'rewritten';
  readonly position: number;
  readonly to: number;
  readonly source: SignedSource;
}
interface Cut {
  readonly kind: 'cut';
  readonly position: number;
  readonly size: number;
  readonly source: SignedSource;
}
interface BadCheckpoint {
  readonly kind: 'bad-checkpoint';
  readonly source: SignedSource;
}
interface UnknownFile {
  readonly kind: 'unknown-file';
  readonly source: SignedSource;
  readonly size: number;
}

/** What was signed: a file that was published, or the database's checkpoint of so many entries. */
export type SignedSource =
  { readonly kind: 'file'; readonly name: string } | { readonly kind: 'stored'; readonly size: number };

type MisfitTexts = Readonly<Record<AtPosition['kind'], (misfit: AtPosition) => string>> & {
  readonly rewritten: (misfit: Rewritten) => string;
  readonly cut: (misfit: Cut) => string;
  readonly 'bad-checkpoint': (misfit: BadCheckpoint) => string;
  readonly 'unknown-file': (misfit: UnknownFile) => string;
};

const sourceEn = (source: SignedSource): string =>
  source.kind === 'file' ? `checkpoint file ${source.name}` : `checkpoint of ${source.size} entries`;
const en: MisfitTexts = {
  missing: ({ position }) => `Position ${position} is missing, though later entries are there: it was deleted.`,
  stray: ({ position }) =>
    `There is an entry at position ${position}, where the log has none: it was added by hand or moved.`,
  changed: ({ position }) =>
    `Position ${position} does not hold what was signed there: the entry was edited, or another was put in its place.`,
  'leaf-changed': ({ position }) => `Position ${position} holds what was signed, but its stored leaf hash was edited.`,
  rewritten: ({ position, to, source }) =>
    `Positions ${position} to ${to - 1} do not have the root that was signed (${sourceEn(source)}): at least one of them was edited, replaced or reordered, together with its leaf hash.`,
  cut: ({ position, size, source }) =>
    `The log was cut: ${sourceEn(source)} is signed for ${size} entries, but from position ${position} on there are none.`,
  uncovered: ({ position }) =>
    `From position ${position} on, no signed checkpoint covers the entries: they were added by hand, or their checkpoint was removed.`,
  'bad-checkpoint': ({ source }) => `The ${sourceEn(source)} was not signed by this ledger, or was edited since.`,
  'unknown-file': ({ source, size }) =>
    `The ${sourceEn(source)} was published for ${size} entries, but the database no longer has that checkpoint: it was removed there.`,
};

const sourceSv = (source: SignedSource): string =>
  source.kind === 'file' ? `kontrollpunktens fil ${source.name}` : `kontrollpunkten för ${source.size} poster`;
const sv: MisfitTexts = {
  missing: ({ position }) => `Plats ${position} saknas fast senare poster finns: den har raderats.`,
  stray: ({ position }) =>
    `Det finns en post på plats ${position}, där loggen inte har någon: den har lagts till för hand eller flyttats.`,
  changed: ({ position }) =>
    `Plats ${position} rymmer inte det som signerades där: posten har ändrats eller bytts mot en annan.`,
  'leaf-changed': ({ position }) =>
    `Plats ${position} rymmer det som signerades, men dess sparade kontrollsumma har ändrats.`,
  rewritten: ({ position, to, source }) =>
    `Platserna ${position} till ${to - 1} ger inte den rot som signerades (${sourceSv(source)}): minst en av dem har ändrats, bytts ut eller flyttats, tillsammans med sin kontrollsumma.`,
  cut: ({ position, size, source }) =>
    `Loggen har kapats: ${sourceSv(source)} är signerad för ${size} poster, men från plats ${position} finns inga.`,
  uncovered: ({ position }) =>
    `Från plats ${position} täcks posterna av ingen signerad kontrollpunkt: de har lagts till för hand, eller så har deras kontrollpunkt tagits bort.`,
  'bad-checkpoint': ({ source }) =>
    `${upper(sourceSv(source))} är inte signerad av den här liggaren, eller har ändrats sedan dess.`,
  'unknown-file': ({ source, size }) =>
    `${upper(sourceSv(source))} publicerades för ${size} poster, men databasen har inte kvar den kontrollpunkten: den har tagits bort där.`,
};

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The misfit as one sentence for whoever runs the check: in English on the command line, in the reader's language in the console. */
export function describeMisfit(misfit: Misfit, language: Language = 'en'): string {
  const texts = language === 'en' ? en : sv;
  switch (misfit.kind) {
    case 'missing':
    case 'stray':
    case 'changed':
    case 'leaf-changed':
    case 'uncovered':
      return texts[misfit.kind](misfit);
    case 'rewritten':
      return texts.rewritten(misfit);
    case 'cut':
      return texts.cut(misfit);
    case 'bad-checkpoint':
      return texts['bad-checkpoint'](misfit);
    case 'unknown-file':
      return texts['unknown-file'](misfit);
  }
}

/** The first position that does not fit; undefined when none does, or when only checkpoints do not. */
export function firstPositionOf(misfits: readonly Misfit[]): number | undefined {
  const positions = misfits.flatMap((misfit) => ('position' in misfit ? [misfit.position] : []));
  return positions.length === 0 ? undefined : Math.min(...positions);
}
