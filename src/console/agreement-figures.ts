/** How far first and second opinions agree, question by question. Of all people together: nobody is measured here. Pure. */
import { cohenKappa, krippendorffAlpha, type Question, type Said } from '../cases/door.ts';

/** How far back is looked. */
export const AGREEMENT_DAYS = 365;
/** The newest so many pairs. */
export const MOST_PAIRS = 5_000;
/** Below this nothing is shown: it would be about single people and items, and mean nothing. */
export const FEWEST_PAIRS = 10;

/** For one question: of how many pairs, which share said the same, and both coefficients (undefined: all said one thing). */
export interface Agreement {
  /** A question's code, or `outcome`. */
  readonly code: string;
  readonly pairs: number;
  readonly share: number;
  readonly kappa: number | undefined;
  readonly alpha: number | undefined;
}

interface Judged {
  readonly code: string;
  readonly both: readonly (readonly [string, string])[];
  readonly order: readonly string[] | undefined;
}

type Pair = Readonly<Record<'first' | 'second', Omit<Said, 'staffId'>>>;

/** Questions whose answers have an order, in which the question set gives them. */
const ORDINAL: ReadonlySet<string> = new Set(['severity', 'age']);

/** The outcome first, then each question that enough pairs have answered. */
export function agreementOf(pairs: readonly Pair[], questions: readonly Question[]): readonly Agreement[] {
  const outcome = pairs.map(({ first, second }) => [first.outcome, second.outcome] as const);
  const ofOutcome: Judged = { code: 'outcome', both: outcome, order: undefined };
  return [ofOutcome, ...questions.map((question) => ofQuestion(pairs, question))].flatMap(({ code, both, order }) => {
    if (both.length < FEWEST_PAIRS) return [];
    const share = both.filter(([one, other]) => one === other).length / both.length;
    return [{ code, pairs: both.length, share, kappa: cohenKappa(both), alpha: krippendorffAlpha(both, order) }];
  });
}

function ofQuestion(pairs: readonly Pair[], { code, options }: Question): Judged {
  const answerOf = ({ answers }: Pair['first']): string | undefined => {
    const known: Readonly<Record<string, string | undefined>> = answers;
    return known[code];
  };
  const both = pairs.flatMap(({ first, second }) => {
    const [one, other] = [answerOf(first), answerOf(second)];
    return one === undefined || other === undefined ? [] : [[one, other] as const];
  });
  const values = options.map((option) => option.code).filter((value) => value !== 'unknown');
  return { code, both, order: ORDINAL.has(code) ? values : undefined };
}
