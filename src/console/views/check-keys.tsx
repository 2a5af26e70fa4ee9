/** Keys of the check API: who has one, and making another, whose secret is shown once. */
import type { ApiKey } from '../../known/door.ts';
import { formatsOf } from '../format.ts';
import { administrationTexts } from '../texts/administration.ts';
import type { Word } from '../attempt.ts';
import { AdministrationPage } from './administration-frame.tsx';
import { PasswordAgain } from './once-more.tsx';
import { Field, Form, type PageContext, type Problem } from './shell.tsx';

/** What happened just before the page is shown; `secret` this once. */
export interface KeyNews {
  readonly problems: readonly Problem[];
  readonly secret: string | undefined;
}

interface KeysProps {
  readonly page: PageContext;
  readonly word: Word;
  readonly keys: readonly (ApiKey & { readonly takenToday: number })[];
  readonly news: KeyNews;
  readonly given: (name: string) => string;
}

/** The whole page. */
export function CheckKeysPage({ page, word, keys, news, given }: KeysProps) {
  const texts = administrationTexts(page.language);
  const { problems, secret } = news;
  return (
    <AdministrationPage
      page={page}
      at="GET /check-keys"
      title={texts.keys}
      lead={texts.keysLead}
      word={word}
      problems={problems}
    >
      {secret !== undefined && (
        <section class="secret" aria-live="polite">
          <p>{texts.secretOnce}</p>
          <p>
            <code class="key-text">{secret}</code>
          </p>
        </section>
      )}
      {keys.length === 0 && <p class="empty">{texts.noKeys}</p>}
      {keys.map((key) => (
        <KeyCard key={key.id} page={page} apiKey={key} />
      ))}
      <h2>{texts.addKey}</h2>
      <Form page={page} action="/check-keys">
        <Field name="name" label={texts.name} help={texts.nameHelp} value={given('name')} problems={problems} />
        <Field
          name="quotaPerMinute"
          label={texts.perMinute}
          value={given('quotaPerMinute') || '600'}
          problems={problems}
          inputMode="numeric"
        />
        <Field
          name="quotaPerDay"
          label={texts.perDay}
          help={texts.perDayHelp}
          value={given('quotaPerDay') || '100000'}
          problems={problems}
          inputMode="numeric"
        />
        <PasswordAgain page={page} problems={problems} />
        <button type="submit">{texts.addKey}</button>
      </Form>
    </AdministrationPage>
  );
}

function KeyCard({ page, apiKey }: { page: PageContext; apiKey: ApiKey & { readonly takenToday: number } }) {
  const texts = administrationTexts(page.language);
  const formats = formatsOf(page.language);
  const { quotaPerMinute, quotaPerDay, takenToday } = apiKey;
  return (
    <section class="card" aria-label={apiKey.name}>
      <h2>
        {apiKey.name} {apiKey.revokedAt !== undefined && <span class="badge off">{texts.revoked}</span>}
      </h2>
      <p class="help">
        <code>{apiKey.id}</code> ·{' '}
        {texts.keyFacts(formats.count(quotaPerMinute), formats.count(takenToday), formats.count(quotaPerDay))}
      </p>
      {apiKey.revokedAt === undefined && (
        <Form page={page} action={`/check-keys/${apiKey.id}/revoke`}>
          <button type="submit" class="quiet danger" aria-label={texts.ofList(texts.revoke, apiKey.name)}>
            {texts.revoke}
          </button>
        </Form>
      )}
    </section>
  );
}
