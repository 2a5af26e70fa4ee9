/** A console that is locked: the page in place of any other, and what was sent meanwhile. */
import type { LockedSession } from '../../staff/door.ts';
import type { Draft } from '../draft.ts';
import { lockTexts } from '../texts/lock.ts';
import { ErrorSummary, Field, Form, Page, type PageContext } from './shell.tsx';

interface LockProps {
  readonly page: PageContext;
  readonly locked: LockedSession;
  /** Where to go on. */
  readonly next: string;
  /** A form that was sent meanwhile, sealed. */
  readonly kept?: string | undefined;
  readonly problem?: string;
}

/** Whose session it is and a field for their password; nothing of what they had before them. */
export function LockPage({ page, locked, next, kept, problem }: LockProps) {
  const texts = lockTexts(page.language);
  const problems = problem === undefined ? [] : [{ field: 'password', text: problem }];
  return (
    <Page page={page} title={texts.title} hasProblem={problems.length > 0} isNarrow>
      <ErrorSummary texts={page.texts} problems={problems} />
      <section class="locked-card">
        <h1>{texts.title}</h1>
        <p class="lead">{texts.lead(locked.name)}</p>
        {kept !== undefined && <p class="flash">{texts.kept}</p>}
        <Form page={page} action="/unlock">
          <input type="hidden" name="next" value={next} />
          {kept !== undefined && <input type="hidden" name="kept" value={kept} />}
          <input type="hidden" name="login" value={locked.login} autocomplete="username" />
          <Field
            name="password"
            label={texts.password}
            type="password"
            autocomplete="current-password"
            problems={problems}
            hasFocus
          />
          <button type="submit">{texts.unlock}</button>
        </Form>
      </section>
      <Form page={page} action="/log-out" class="inline">
        <span class="help">{texts.other}</span>{' '}
        <button type="submit" class="quiet">
          {texts.leave}
        </button>
      </Form>
    </Page>
  );
}

/** The form that came while the session was locked, with one button that sends it as it was. */
export function KeptPage({ page, draft }: { page: PageContext; draft: Draft }) {
  const texts = lockTexts(page.language);
  return (
    <Page page={page} title={texts.keptTitle} isNarrow>
      <h1>{texts.keptTitle}</h1>
      <p class="lead">{texts.keptLead}</p>
      <Form page={page} action={draft.path}>
        {draft.fields.map(([name, value], index) => (
          <input key={index} type="hidden" name={name} value={value} />
        ))}
        <div class="buttons">
          <button type="submit" data-key="s">
            {texts.send}
          </button>
          <a href="/">{texts.discard}</a>
        </div>
      </Form>
    </Page>
  );
}
