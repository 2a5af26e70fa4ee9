/** A person's own passkeys, and the button that asks the browser for one. */
import type { PasskeyRow } from '../../staff/door.ts';
import { formatsOf } from '../format.ts';
import { CHALLENGE_FIELD, PASSKEY_FIELD, type PasskeyOffer } from '../passkey-offer.ts';
import { secondFactorTexts } from '../texts/second-factor.ts';
import { OnceMore, PasswordAgain } from './once-more.tsx';
import { Field, Form, Moment, type PageContext } from './shell.tsx';

/** Shown by the script alone, inside the form that it fills in and sends. `kind`: what is asked of the browser. */
export function PasskeyButton({
  page,
  offer,
  kind,
}: {
  page: PageContext;
  offer: PasskeyOffer;
  kind: 'get' | 'create';
}) {
  const texts = secondFactorTexts(page.language);
  return (
    <>
      <input type="hidden" name={CHALLENGE_FIELD} value={offer.challengeToken} />
      <input type="hidden" name={PASSKEY_FIELD} value="" />
      <p class="problem" role="alert" data-passkey-failed={kind === 'get' ? texts.failed : texts.failedNew} hidden />
      <button
        type="button"
        class={kind === 'get' ? 'quiet' : undefined}
        data-passkey={kind}
        data-options={offer.options}
        hidden
      >
        {kind === 'get' ? texts.use : texts.add}
      </button>
    </>
  );
}

interface PasskeysProps {
  readonly page: PageContext;
  readonly passkeys: readonly PasskeyRow[];
  readonly areCodesOff: boolean;
  /** undefined: this console's address allows none. */
  readonly offer: PasskeyOffer | undefined;
  readonly now: Date;
}

/** The list, a form for another one, and whether codes count. */
export function Passkeys(props: PasskeysProps) {
  const { page, passkeys, areCodesOff, offer } = props;
  const texts = secondFactorTexts(page.language);
  return (
    <section class="factor" aria-labelledby="passkeys">
      <h2 id="passkeys">{texts.title}</h2>
      <p class="lead">{texts.lead}</p>
      {passkeys.length === 0 ? <p class="empty">{texts.none}</p> : <PasskeyTable {...props} />}
      {passkeys.length > 0 && (
        <>
          <p>{areCodesOff ? texts.codesOff : texts.codesOn}</p>
          <OnceMore
            page={page}
            id="password-codes"
            action="/passkeys/codes"
            act={areCodesOff ? texts.turnOn : texts.turnOff}
          >
            <input type="hidden" name="codes" value={areCodesOff ? 'on' : 'off'} />
          </OnceMore>
        </>
      )}
      {offer === undefined ? (
        <p class="help">{texts.unavailable}</p>
      ) : (
        <Form page={page} action="/passkeys" class="stacked">
          <Field name="name" label={texts.name} help={texts.nameHelp} />
          <PasswordAgain page={page} />
          <PasskeyButton page={page} offer={offer} kind="create" />
          <p class="help no-passkeys">{texts.noScript}</p>
        </Form>
      )}
    </section>
  );
}

function PasskeyTable({ page, passkeys, now }: PasskeysProps) {
  const texts = secondFactorTexts(page.language);
  const formats = formatsOf(page.language);
  return (
    <table>
      <caption>{texts.caption(passkeys.length)}</caption>
      <thead>
        <tr>
          <th scope="col">{texts.name}</th>
          <th scope="col">{texts.added}</th>
          <th scope="col">{texts.used}</th>
          <th scope="col">
            <span class="unseen">{texts.remove}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {passkeys.map(({ credentialId, name, createdAt, usedAt, suspendedAt }) => (
          <tr key={credentialId.toString('hex')}>
            <th scope="row">
              {name} {suspendedAt !== undefined && <span class="problem">{texts.suspended}</span>}
            </th>
            <td data-label={texts.added}>
              <Moment at={createdAt} text={formats.day(createdAt)} />
            </td>
            <td data-label={texts.used}>
              {usedAt === undefined ? texts.never : <Moment at={usedAt} text={formats.time(usedAt, now)} />}
            </td>
            <td class="act">
              <OnceMore
                page={page}
                id={`password-${credentialId.toString('hex')}`}
                action={`/passkeys/${credentialId.toString('base64url')}/remove`}
                act={texts.remove}
                fullAct={texts.removeOne(name)}
                isDanger
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
