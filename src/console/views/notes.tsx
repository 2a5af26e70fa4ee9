/** Notes about a case, and word of those that speak to somebody. */
import { MAX_NOTE_LENGTH, type Mention } from '../../cases/door.ts';
import { defangText, formatsOf } from '../format.ts';
import type { CaseProps } from './case-props.ts';
import type { StaffId } from '../../terms/ids.ts';
import { Form, Moment, type PageContext } from './shell.tsx';

/** The notes, oldest first, and a field for another. */
export function Notes({ page, screen, notes }: CaseProps) {
  const { texts, language } = page;
  const { notes: words } = texts.desk;
  const { view, names } = screen;
  return (
    <section aria-labelledby="notes" class="notes">
      <h2 id="notes">{words.title}</h2>
      {notes.length > 0 && (
        <ol class="mailbox">
          {notes.map((note) => (
            <li key={note.id} class="hotline">
              <p class="help">
                <b>{names.get(note.staffId) ?? '–'}</b>{' '}
                <Moment at={note.writtenAt} text={formatsOf(language).moment(note.writtenAt)} />
              </p>
              {note.text === undefined ? (
                <p class="empty">{words.noKey}</p>
              ) : (
                <p class="words" dir="auto">
                  {defangText(note.text)}
                </p>
              )}
            </li>
          ))}
        </ol>
      )}
      <Form page={page} action={`/cases/${view.id}/notes`}>
        <label for="note">{words.write}</label>
        <p class="help" id="note-help">
          {words.help}
        </p>
        <textarea
          id="note"
          name="note"
          rows={2}
          maxLength={MAX_NOTE_LENGTH}
          aria-describedby="note-help"
          data-key="t"
        />
        <button type="submit" class="quiet">
          {words.submit}
        </button>
      </Form>
    </section>
  );
}

/** On the queue: who wrote to its reader. */
export function Mentions({
  page,
  mentions,
  names,
}: {
  readonly page: PageContext;
  readonly mentions: readonly Mention[];
  readonly names: ReadonlyMap<StaffId, string>;
}) {
  const { notes: words } = page.texts.desk;
  if (mentions.length === 0) return null;
  return (
    <section class="mentions" aria-labelledby="mentions">
      <h2 id="mentions">{words.mentions}</h2>
      <ul>
        {mentions.map(({ caseId, number, by, at }) => (
          <li key={caseId}>
            <a href={`/cases/${caseId}#notes`}>{words.mention(names.get(by) ?? '–', number)}</a>{' '}
            <span class="muted">
              <Moment at={at} text={formatsOf(page.language).moment(at)} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
