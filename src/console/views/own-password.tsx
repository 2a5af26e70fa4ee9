/** A person's own password: the present one, and the new one twice. */
import { MIN_PASSWORD_LENGTH } from '../../staff/door.ts';
import { ownPasswordTexts } from '../texts/own-password.ts';
import { ErrorSummary, Field, Form, Page, type PageContext, type Problem } from './shell.tsx';

interface OwnPasswordProps {
  readonly page: PageContext;
  /** For the browser's own list of passwords. */
  readonly login: string;
  readonly problems: readonly Problem[];
}

/** The page. Nothing that was typed stands in it when it comes back. */
export function OwnPasswordPage({ page, login, problems }: OwnPasswordProps) {
  const texts = ownPasswordTexts(page.language);
  const { setUp } = page.texts;
  return (
    <Page page={page} title={texts.title} at="GET /sessions" hasProblem={problems.length > 0} isNarrow>
      <ErrorSummary texts={page.texts} problems={problems} />
      <h1>{texts.title}</h1>
      <p class="lead">{texts.lead}</p>
      <Form page={page} action="/password" class="stacked">
        <input type="hidden" name="login" value={login} autocomplete="username" />
        <Field
          name="password"
          label={texts.present}
          help={texts.presentHelp}
          type="password"
          problems={problems}
          autocomplete="current-password"
        />
        <Field
          name="chosen"
          label={texts.chosen}
          help={`${setUp.passwordHelp(MIN_PASSWORD_LENGTH)} ${texts.rule}`}
          type="password"
          problems={problems}
          autocomplete="new-password"
        />
        <Field name="again" label={texts.again} type="password" problems={problems} autocomplete="new-password" />
        <button type="submit">{texts.submit}</button>
      </Form>
      <p>
        <a href="/sessions">{texts.back}</a>
      </p>
    </Page>
  );
}

/** The way to it, among a person's sessions and second factors. */
export function OwnPassword({ page }: { page: PageContext }) {
  const texts = ownPasswordTexts(page.language);
  return (
    <section class="factor" aria-labelledby="own-password">
      <h2 id="own-password">{texts.section}</h2>
      <p class="lead">{texts.sectionLead}</p>
      <p>
        <a href="/password">{texts.change}</a>
      </p>
    </section>
  );
}
