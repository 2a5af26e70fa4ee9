/**
 * The forms that the public site of this process works with. Pages are made without a question to the database: one small query
 * every few seconds tells whether another version is in use; a version once read never changes.
 */
import type { Db } from '../../platform/db.ts';
import { codeOf, type Log } from '../../platform/log.ts';
import { startLoop, type Loop } from '../../platform/loop.ts';
import { readFormsInUse, readFormVersion } from './form-set-store.ts';
import { formsOf, SHIPPED, type Forms, type FormSource } from './forms.ts';

/** How long a release may wait for this process to notice. */
export const FORMS_POLL_MS = 2_000;
/** Versions that are kept ready; pages of older ones cost a query. */
const MOST_KEPT = 20;

/** One a process: `refresh` is its only question to the database for the forms in use. */
export class FormKeeper implements FormSource {
  readonly #db: Db;
  readonly #known = new Map<number, Forms>([[0, SHIPPED]]);
  #current: Forms = SHIPPED;
  constructor(db: Db) {
    this.#db = db;
  }

  inUse(): Forms {
    return this.#current;
  }

  /** A released or withdrawn version that pages may have been opened under; undefined where there is none, or the database is away. */
  async ofVersion(version: number): Promise<Forms | undefined> {
    return this.#known.get(version) ?? (await this.#read(version).catch(() => undefined));
  }

  /** Looks which version is in use now. @throws the database's errors: then the forms stay as they were */
  async refresh(): Promise<void> {
    const version = await readFormsInUse(this.#db);
    if (version !== this.#current.version)
      this.#current = this.#known.get(version) ?? (await this.#read(version)) ?? this.#current;
  }

  async #read(version: number): Promise<Forms | undefined> {
    const found = await readFormVersion(this.#db, version);
    if (found?.released === undefined) return undefined;
    const forms = formsOf(version, found.set);
    this.#known.set(version, forms);
    const oldest = [...this.#known.keys()].find((each) => each !== 0 && each !== this.#current.version);
    if (this.#known.size > MOST_KEPT && oldest !== undefined) this.#known.delete(oldest);
    return forms;
  }
}

/** Keeps it fresh until stopped. */
export function followForms(keeper: FormKeeper, log: Log): Loop {
  return startLoop(async () => (await keeper.refresh(), 'rest'), {
    ...{ pauseMs: FORMS_POLL_MS, failurePauseMs: FORMS_POLL_MS },
    onFailure: (error) => log.warn('database.lost', { code: codeOf(error) }),
  });
}
