/** What an examination comes to, in words for whoever runs the hotline's machine. */

/**
 * | level | meaning                                                                     |
 * |-------|-----------------------------------------------------------------------------|
 * | fine  | looked at, and as it should be                                              |
 * | soon  | works, and a person should do something about it before it does not         |
 * | wrong | a promise does not hold, or will not hold at the next fault: act now        |
 */
export type Level = 'fine' | 'soon' | 'wrong';

/** One thing that was looked at. `toDo` is there whenever something is to be done. */
export interface Finding {
  readonly level: Level;
  /** Stable, for scripts: `ledger`, `disk`, `tips.case` ... */
  readonly check: string;
  readonly what: string;
  readonly toDo?: string;
}

/** The worst of them: what the command's exit code says. */
export function worstOf(findings: readonly Finding[]): Level {
  if (findings.some((finding) => finding.level === 'wrong')) return 'wrong';
  return findings.some((finding) => finding.level === 'soon') ? 'soon' : 'fine';
}

/** One or two lines a finding, the worst last, where a terminal shows them. */
export function describeFindings(findings: readonly Finding[]): readonly string[] {
  const rank: Readonly<Record<Level, number>> = { fine: 0, soon: 1, wrong: 2 };
  const label: Readonly<Record<Level, string>> = { fine: 'ok    ', soon: 'SOON  ', wrong: 'WRONG ' };
  return findings
    .toSorted((a, b) => rank[a.level] - rank[b.level])
    .flatMap(({ level, check, what, toDo }) => [
      `${label[level]} ${check.padEnd(18)} ${what}`,
      ...(toDo === undefined ? [] : [`${' '.repeat(26)}-> ${toDo}`]),
    ]);
}
