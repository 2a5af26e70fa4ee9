/** Becoming a person of the hotline: by the one-time link of the first start, or by an invitation. */
import { MIN_PASSWORD_LENGTH } from '../../staff/door.ts';
import type { Texts } from '../texts/texts.ts';
import { ErrorSummary, Field, Form, Page, type PageContext, type Problem } from './shell.tsx';

interface SetUpProps {
  readonly page: PageContext;
  readonly path: string;
  /** `first`: of this hotline. `renew`: somebody who has lost their password or app. */
  readonly occasion:
    | { readonly kind: 'first' }
    | { readonly kind: 'new'; readonly role: keyof Texts['roles'] }
    | { readonly kind: 'renew'; readonly name: string; readonly login: string };
  readonly name: string;
  readonly login: string;
  /** Carries the secret from page to page; only the server reads it. */
  readonly secretToken: string;
  /** In base 32, and as a picture in a data URL. */
  readonly secret: string;
  readonly qr: string;
  readonly problems: readonly Problem[];
}

/** Name, login, password twice, and the app. */
export function SetUpPage(props: SetUpProps) {
  const { page, occasion, problems } = props;
  const { setUp } = page.texts;
  const title =
    occasion.kind === 'first' ? setUp.firstTitle : occasion.kind === 'renew' ? setUp.renewTitle : setUp.title;
  return (
    <Page page={page} title={title} hasProblem={problems.length > 0} isNarrow>
      <ErrorSummary texts={page.texts} problems={problems} />
      <h1>{title}</h1>
      <p class="lead">
        {occasion.kind === 'first'
          ? setUp.firstLead
          : occasion.kind === 'renew'
            ? setUp.renewLead(occasion.name)
            : setUp.lead(page.texts.roles[occasion.role])}
      </p>
      <Form page={page} action={props.path}>
        <input type="hidden" name="secret" value={props.secretToken} />
        <You {...props} />
        <App {...props} />
        <button type="submit">{occasion.kind === 'renew' ? setUp.renewSubmit : setUp.submit}</button>
      </Form>
    </Page>
  );
}

function You({ page, occasion, name, login, problems }: SetUpProps) {
  const { setUp } = page.texts;
  return (
    <fieldset>
      <legend>{setUp.you}</legend>
      {occasion.kind === 'renew' ? (
        // For the browser's own list of passwords: this form is about the login that exists.
        <input type="hidden" name="login" value={occasion.login} autocomplete="username" />
      ) : (
        <>
          <Field
            name="name"
            label={setUp.name}
            help={setUp.nameHelp}
            value={name}
            problems={problems}
            autocomplete="name"
          />
          <Field
            name="login"
            label={setUp.login}
            help={setUp.loginHelp}
            value={login}
            problems={problems}
            autocomplete="username"
          />
        </>
      )}
      <Field
        name="password"
        label={setUp.password}
        help={setUp.passwordHelp(MIN_PASSWORD_LENGTH)}
        type="password"
        problems={problems}
        autocomplete="new-password"
      />
      <Field name="again" label={setUp.again} type="password" problems={problems} autocomplete="new-password" />
    </fieldset>
  );
}

function App({ page, qr, secret, problems }: SetUpProps) {
  const { setUp } = page.texts;
  return (
    <fieldset>
      <legend>{setUp.app}</legend>
      <p>{setUp.appStep1}</p>
      <img class="qr" src={qr} alt={setUp.qr} width="200" height="200" />
      <p>{setUp.appStep2}</p>
      <p class="secret">
        <code>{(secret.match(/.{1,4}/g) ?? []).join(' ')}</code>
      </p>
      <Field
        name="code"
        label={setUp.code}
        help={setUp.codeHelp}
        problems={problems}
        autocomplete="one-time-code"
        inputMode="numeric"
        isCode
      />
    </fieldset>
  );
}
