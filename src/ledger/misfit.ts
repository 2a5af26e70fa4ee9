/** What can be wrong with the ledger, where, and how to say it. */

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
export type Misfit =
  | { readonly kind: 'missing' | 'stray' | 'changed' | 'leaf-changed' | 'uncovered'; readonly position: number }
  | { readonly kind: 'rewritten'; readonly position: number; readonly to: number; readonly source: string }
  | { readonly kind: 'cut'; readonly position: number; readonly size: number; readonly source: string }
  | { readonly kind: 'bad-checkpoint'; readonly source: string }
  | { readonly kind: 'unknown-file'; readonly source: string; readonly size: number };

/** The misfit as one sentence for whoever runs the check. */
export function describeMisfit(misfit: Misfit): string {
  switch (misfit.kind) {
    case 'missing':
      return `Position ${misfit.position} is missing, though later entries are there: it was deleted.`;
    case 'stray':
      return `There is an entry at position ${misfit.position}, where the log has none: it was added by hand or moved.`;
    case 'changed':
      return `Position ${misfit.position} does not hold what was signed there: the entry was edited, or another was put in its place.`;
    case 'leaf-changed':
      return `Position ${misfit.position} holds what was signed, but its stored leaf hash was edited.`;
    case 'rewritten':
      return `Positions ${misfit.position} to ${misfit.to - 1} do not have the root that was signed (${misfit.source}): at least one of them was edited, replaced or reordered, together with its leaf hash.`;
    case 'cut':
      return `The log was cut: ${misfit.source} is signed for ${misfit.size} entries, but from position ${misfit.position} on there are none.`;
    case 'uncovered':
      return `From position ${misfit.position} on, no signed checkpoint covers the entries: they were added by hand, or their checkpoint was removed.`;
    case 'bad-checkpoint':
      return `The ${misfit.source} was not signed by this ledger, or was edited since.`;
    case 'unknown-file':
      return `The ${misfit.source} was published for ${misfit.size} entries, but the database no longer has that checkpoint: it was removed there.`;
  }
}

/** The first position that does not fit; undefined when none does, or when only checkpoints do not. */
export function firstPositionOf(misfits: readonly Misfit[]): number | undefined {
  const positions = misfits.flatMap((misfit) => ('position' in misfit ? [misfit.position] : []));
  return positions.length === 0 ? undefined : Math.min(...positions);
}
