/** How long what people told is kept, and changing that by two supervisors. */
import { LEAST_RETENTION_DAYS, MOST_RETENTION_DAYS, type RetentionProposal } from '../../retention/door.ts';
import type { Session } from '../../staff/door.ts';
import type { StaffId } from '../../terms/ids.ts';
import { mayUse } from '../access.ts';
import { formatsOf } from '../format.ts';
import { administrationTexts } from '../texts/administration.ts';
import type { Word } from '../attempt.ts';
import { AdministrationPage } from './administration-frame.tsx';
import { Field, Form, type PageContext } from './shell.tsx';

interface RetentionProps {
  readonly page: PageContext;
  readonly word: Word;
  readonly days: number;
  /** undefined: none waits. */
  readonly proposal: RetentionProposal | undefined;
  readonly overdue: number;
  readonly names: ReadonlyMap<StaffId, string>;
  readonly me: Pick<Session, 'staffId' | 'role'>;
}

/** What holds, what waits, and a form for other days. */
export function RetentionPage(props: RetentionProps) {
  const { page, word, days, proposal, overdue, me } = props;
  const texts = administrationTexts(page.language);
  const mayChange = mayUse('POST /retention/propose', me.role);
  return (
    <AdministrationPage
      page={page}
      at="GET /retention"
      title={texts.retention}
      lead={texts.retentionLead(days)}
      word={word}
    >
      {overdue > 0 && <p>{texts.overdue(overdue)}</p>}
      {proposal !== undefined && <Waiting {...props} proposal={proposal} mayChange={mayChange} />}
      <p>{texts.retentionWhy}</p>
      {mayChange && proposal === undefined && (
        <Form page={page} action="/retention/propose">
          <Field
            name="days"
            label={texts.days}
            help={texts.daysHelp(LEAST_RETENTION_DAYS, MOST_RETENTION_DAYS)}
            value={String(days)}
            inputMode="numeric"
          />
          <button type="submit">{texts.proposeDays}</button>
        </Form>
      )}
    </AdministrationPage>
  );
}

function Waiting({
  page,
  names,
  me,
  proposal,
  mayChange,
}: RetentionProps & { readonly proposal: RetentionProposal; readonly mayChange: boolean }) {
  const texts = administrationTexts(page.language);
  const { id, days, proposedBy, proposedAt } = proposal;
  return (
    <section class="card" aria-live="polite">
      <p>{texts.waiting(days, names.get(proposedBy) ?? '–', formatsOf(page.language).moment(proposedAt))}</p>
      {mayChange && (
        <div class="buttons">
          {proposedBy !== me.staffId && (
            <Form page={page} action={`/retention/${id}/confirm`}>
              <button type="submit">{texts.agree}</button>
            </Form>
          )}
          <Form page={page} action={`/retention/${id}/withdraw`}>
            <button type="submit" class="quiet">
              {texts.takeBack}
            </button>
          </Form>
        </div>
      )}
    </section>
  );
}
