/** The way in. */
import type { PasskeyOffer } from '../passkey-offer.ts';
import { oidcTexts } from '../texts/oidc.ts';
import { PasskeyButton } from './passkeys.tsx';
import { ErrorSummary, Field, Flash, Form, Page, type PageContext, type Problem } from './shell.tsx';

interface LogInProps {
  readonly page: PageContext;
  readonly login: string;
  readonly next: string;
  readonly problems: readonly Problem[];
  readonly hasEnded: boolean;
  /** undefined: this console's address allows no passkeys. */
  readonly offer: PasskeyOffer | undefined;
  /** As people know the identity provider; undefined: there is none. */
  readonly oidcName: string | undefined;
}

/** Login, password and second factor. */
export function LogInPage({ page, login, next, problems, hasEnded, offer, oidcName }: LogInProps) {
  const { logIn } = page.texts;
  return (
    <Page page={page} title={logIn.title} usesScript={offer !== undefined} hasProblem={problems.length > 0} isNarrow>
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
        {offer !== undefined && <PasskeyButton page={page} offer={offer} kind="get" />}
      </Form>
      {oidcName !== undefined && (
        <p>
          <a href={`/log-in/oidc?${new URLSearchParams({ next }).toString()}`}>
            {oidcTexts(page.language).use(oidcName)}
          </a>
        </p>
      )}
      <p class="help">{logIn.help}</p>
    </Page>
  );
}
