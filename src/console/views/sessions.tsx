/** A person's own sessions and second factors. */
import type { PasskeyRow, SessionSummary } from '../../staff/door.ts';
import { formatsOf } from '../format.ts';
import type { PasskeyOffer } from '../passkey-offer.ts';
import { OidcAccount } from './oidc.tsx';
import { OnceMore } from './once-more.tsx';
import { OwnPassword } from './own-password.tsx';
import { Passkeys } from './passkeys.tsx';
import { Flash, Form, Moment, Page, type PageContext } from './shell.tsx';

interface SessionsProps {
  readonly page: PageContext;
  readonly sessions: readonly SessionSummary[];
  readonly currentId: string;
  readonly word: { readonly text: string; readonly isBad: boolean } | undefined;
  readonly now: Date;
  readonly passkeys: readonly PasskeyRow[];
  readonly areCodesOff: boolean;
  /** undefined: this console's address allows no passkeys. */
  readonly offer: PasskeyOffer | undefined;
  /** undefined: there is no identity provider. */
  readonly oidc: { readonly name: string; readonly linkedAt: Date | undefined } | undefined;
}

/** Each with a way to end it. */
export function SessionsPage(props: SessionsProps) {
  const { page, sessions, currentId, word, now, oidc } = props;
  const texts = page.texts.sessions;
  const formats = formatsOf(page.language);
  return (
    <Page page={page} title={texts.title} at="GET /sessions" isNarrow>
      <Flash text={word?.text} isBad={word?.isBad ?? false} />
      <h1>{texts.title}</h1>
      <p class="lead">{texts.lead}</p>
      <table>
        <caption>{texts.caption(sessions.length)}</caption>
        <thead>
          <tr>
            <th scope="col">{texts.begun}</th>
            <th scope="col">{texts.seen}</th>
            <th scope="col">{texts.ends}</th>
            <th scope="col">
              <span class="unseen">{texts.end}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sessions.map((session) => (
            <tr key={session.id}>
              <th scope="row">
                <Moment at={session.createdAt} text={formats.time(session.createdAt, now)} />{' '}
                {session.id === currentId && <span class="badge">{texts.this}</span>}
                {session.isLocked && <span class="badge">{texts.locked}</span>}
              </th>
              <td data-label={texts.seen}>
                <Moment at={session.seenAt} text={formats.time(session.seenAt, now)} />
              </td>
              <td data-label={texts.ends}>
                <Moment at={session.expiresAt} text={formats.time(session.expiresAt, now)} />
              </td>
              <td class="act">
                <EndSession {...props} session={session} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {sessions.some(({ id }) => id !== currentId) && (
        <OnceMore page={page} id="password-others" action="/sessions/end-others" act={texts.endOthers} isDanger />
      )}
      <OwnPassword page={page} />
      <Passkeys {...props} />
      {oidc !== undefined && <OidcAccount page={page} {...oidc} />}
    </Page>
  );
}

/** The one at hand is left as by logging out; another takes the password (OWASP ASVS 5.0, 7.5.2). */
function EndSession({ page, session, currentId }: SessionsProps & { readonly session: SessionSummary }) {
  const texts = page.texts.sessions;
  const action = `/sessions/${session.id}/end`;
  const fullAct = texts.endOne(formatsOf(page.language).moment(session.createdAt));
  if (session.id !== currentId)
    return <OnceMore page={page} id={`password-${session.id}`} action={action} act={texts.end} fullAct={fullAct} />;
  return (
    <Form page={page} action={action}>
      <button type="submit" class="quiet" aria-label={fullAct}>
        {texts.end}
      </button>
    </Form>
  );
}
