/** Logging in by an identity provider: after coming back from there, and one's account there among one's own sessions. */
import { formatsOf } from '../format.ts';
import { oidcTexts } from '../texts/oidc.ts';
import { OnceMore } from './once-more.tsx';
import { ErrorSummary, Field, Form, Page, type PageContext, type Problem } from './shell.tsx';

/** A form's field: whom the provider has vouched for, in a token that only this service can make and read. */
export const PROOF_FIELD = 'proof';

interface BackProps {
  readonly page: PageContext;
  /** The provider's, as people know it. */
  readonly name: string;
  readonly proof: string;
}

/** The password is asked for here as at any log-in. */
export function WelcomePage(
  props: BackProps & { readonly login: string; readonly next: string; readonly problems: readonly Problem[] },
) {
  const { page, name, proof, login, next, problems } = props;
  const texts = oidcTexts(page.language);
  const { logIn } = page.texts;
  return (
    <Page page={page} title={logIn.title} hasProblem={problems.length > 0} isNarrow>
      <ErrorSummary texts={page.texts} problems={problems} />
      <h1>{texts.welcome(name)}</h1>
      <p class="lead">{texts.welcomeLead}</p>
      <Form page={page} action="/log-in">
        <input type="hidden" name="next" value={next} />
        <input type="hidden" name={PROOF_FIELD} value={proof} />
        <Field name="login" label={logIn.login} value={login} autocomplete="username" />
        <Field name="password" label={logIn.password} type="password" autocomplete="current-password" />
        <button type="submit">{logIn.submit}</button>
      </Form>
    </Page>
  );
}

/** After coming back in the middle of a session: the browser sends our own cookies along with the next step alone. */
export function KnownPage({ page, name }: { page: PageContext; name: string }) {
  const texts = oidcTexts(page.language);
  return (
    <Page page={page} title={texts.welcome(name)} isNarrow>
      <h1>{texts.welcome(name)}</h1>
      <p>
        <a href="/oidc/connect">{texts.goOn}</a>
      </p>
    </Page>
  );
}

/** Before an account there is tied to a person here. */
export function ConnectPage({ page, name, proof }: BackProps) {
  const texts = oidcTexts(page.language);
  return (
    <Page page={page} title={texts.connectTitle(name)} isNarrow>
      <h1>{texts.connectTitle(name)}</h1>
      <p class="lead">{texts.connectLead(name)}</p>
      <Form page={page} action="/oidc/link">
        <input type="hidden" name={PROOF_FIELD} value={proof} />
        <Field name="password" label={texts.password} type="password" autocomplete="current-password" />
        <button type="submit">{texts.connect}</button>
      </Form>
    </Page>
  );
}

/** `unproved`: what came back proves nothing. `weak`: it does not say that the log-in there was strong enough. `away`: nobody answered. */
export type RefusedWhy = 'unproved' | 'weak' | 'away';

/** Nobody is let in; why, and what to do. */
export function RefusedPage({ page, name, why }: { page: PageContext; name: string; why: RefusedWhy }) {
  const texts = oidcTexts(page.language);
  return (
    <Page page={page} title={texts.refusedTitle(name)} isNarrow>
      <h1>{texts.refusedTitle(name)}</h1>
      <p>{why === 'weak' ? texts.refused.weak(name) : texts.refused[why]}</p>
      <p>
        <a href="/log-in">{texts.again}</a>
      </p>
    </Page>
  );
}

/** Whether one's account there is tied, and the way to change that. */
export function OidcAccount({ page, name, linkedAt }: { page: PageContext; name: string; linkedAt: Date | undefined }) {
  const texts = oidcTexts(page.language);
  return (
    <section class="factor" aria-labelledby="oidc">
      <h2 id="oidc">{texts.title(name)}</h2>
      {linkedAt === undefined ? (
        <>
          <p>{texts.notLinked(name)}</p>
          <p>
            <a href="/log-in/oidc?for=link">{texts.link(name)}</a>
          </p>
        </>
      ) : (
        <>
          <p>{texts.linked(name, formatsOf(page.language).day(linkedAt))}</p>
          <OnceMore page={page} id="password-oidc" action="/oidc/unlink" act={texts.unlink} isDanger />
        </>
      )}
    </section>
  );
}
