/**
 * Statements as they are written, for stores that the crawler's process shares: a template becomes a text with numbered parameters and
 * nothing else is read of it. It runs on Kysely's database and on the crawler's own (lean-database.ts), which has no Kysely: its 255 modules
 * are a tenth of what that process holds. (docs/decisions/lean-crawler.md)
 */
import type { CompiledQuery, QueryResult } from 'kysely';
import type { Db } from './transact.ts';

/** A part of a statement, or a whole one. What is written `${so}` becomes a parameter, but for parts, which are put in. */
export class Statement<Row> {
  readonly #strings: readonly string[];
  readonly #values: readonly unknown[];

  constructor(strings: readonly string[], values: readonly unknown[]) {
    this.#strings = strings;
    this.#values = values;
  }

  /** Runs it. @throws whatever the database says against it */
  execute(db: Db): Promise<QueryResult<Row>> {
    return db.executeQuery(this.compile());
  }

  /** Its text, parameters numbered from $1, and their values. */
  compile(): CompiledQuery<Row> {
    const parameters: unknown[] = [];
    const sql = this.#write(parameters);
    return { sql, parameters, query: RAW, queryId: NO_ID };
  }

  #write(parameters: unknown[]): string {
    let text = this.#strings[0] ?? '';
    this.#values.forEach((value, n) => {
      text += value instanceof Statement ? value.#write(parameters) : `$${parameters.push(value)}`;
      text += this.#strings[n + 1] ?? '';
    });
    return text;
  }
}

/** What Kysely wants of a query besides; it reads neither of a finished one. */
const RAW = { kind: 'RawNode', sqlFragments: [], parameters: [] } as const;
const NO_ID = { queryId: 'statement' };

/** `sql<Row>\`select ...\`` makes a statement whose rows are of that type: the writer's word, as with any text. */
export function sql<Row>(strings: TemplateStringsArray, ...values: readonly unknown[]): Statement<Row> {
  return new Statement<Row>(strings, values);
}

/** A number of our own as it stands: the planner sees it where it would not see a parameter. @throws RangeError when it is no whole number */
export function literal(value: number): Statement<never> {
  if (!Number.isSafeInteger(value)) throw new RangeError('Only whole numbers are written into a statement.');
  return new Statement<never>([String(value)], []);
}

/** Put first in a statement that is run very often: each connection parses and plans it once. Only for fixed texts. */
export const KEEP_MARK = '/* keep */';
/** `KEEP_MARK` as a part of a statement. */
export const KEEP = new Statement<never>([KEEP_MARK], []);
