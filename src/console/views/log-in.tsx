/** The way in. */
import { ErrorSummary, Field, Flash, Form, Page, type PageContext, type Problem } from './shell.tsx';

interface LogInProps {
  readonly page: PageContext;
  readonly login: string;
  readonly next: string;
  readonly problems: readonly Problem[];
  readonly hasEnded: boolean;
}

/** Login, password and code. */
export function LogInPage({ page, login, next, problems, hasEnded }: LogInProps) {
  const { logIn } = page.texts;
  return (
    <Page page={page} title={logIn.title} hasProblem={problems.length > 0} isNarrow>
      <Flash text={hasEnded && problems.length === 0 ? logIn.ended : undefined} />
      <ErrorSummary texts={page.texts} problems={problems} />
      <h1>{logIn.title}</h1>
      <Form page={page} action="/log-in">
        <input type="hidden" name="next" value={next} />
        <Field name="login" label={logIn.login} value={login} autocomplete="username" />
        <Field name="password" label={logIn.password} type="password" autocomplete="current-password" />
        <Field
          name="code"
          label={logIn.code}
          help={logIn.codeHelp}
          autocomplete="one-time-code"
          inputMode="numeric"
          isCode
        />
        <button type="submit">{logIn.submit}</button>
      </Form>
      <p class="help">{logIn.help}</p>
    </Page>
  );
}
