/** Sites and apps that hand tips over: who they are, and letting another one in. */
import type { SitePartner } from '../../intake/door.ts';
import { formatsOf } from '../format.ts';
import { sitePartnerTexts, type SitePartnerTexts } from '../texts/site-partners.ts';
import { ExchangeFrame, type PageNews } from './exchange-parts.tsx';
import { PasswordAgain } from './once-more.tsx';
import { Field, Form, Moment, type PageContext } from './shell.tsx';

interface SitePartnersProps {
  readonly page: PageContext;
  readonly news: PageNews;
  readonly partners: readonly SitePartner[];
  /** What was written, after a problem. */
  readonly given: (name: string) => string;
}

/** The whole page. */
export function SitePartnersPage({ page, news, partners, given }: SitePartnersProps) {
  const words = sitePartnerTexts(page.language);
  return (
    <ExchangeFrame page={page} title={words.title} lead={words.lead} news={news}>
      <h2>{words.partners}</h2>
      {partners.length === 0 && <p class="empty">{words.none}</p>}
      {partners.map((partner) => (
        <Partner key={partner.id} page={page} partner={partner} />
      ))}
      <h2>{words.addTitle}</h2>
      <Form page={page} action="/partners/sites">
        <Field name="name" label={words.name} value={given('name')} problems={news.problems} />
        <KeyField {...{ words, news }} value={given('key')} />
        <PasswordAgain page={page} problems={news.problems} />
        <button type="submit">{words.add}</button>
      </Form>
    </ExchangeFrame>
  );
}

interface KeyFieldProps {
  readonly words: SitePartnerTexts;
  readonly news: PageNews;
  readonly value: string;
}

/** A key in PEM is three lines (RFC 7468): all of it is seen where it is pasted. */
function KeyField({ words, news, value }: KeyFieldProps) {
  const problem = news.problems.find(({ field }) => field === 'key');
  return (
    <div class={problem === undefined ? 'field' : 'field wrong'}>
      <label for="key">{words.key}</label>
      <p class="help" id="key-help">
        {words.keyHelp}
      </p>
      {problem !== undefined && (
        <p class="problem" id="key-problem">
          {problem.text}
        </p>
      )}
      <textarea
        id="key"
        name="key"
        rows={4}
        autocomplete="off"
        spellcheck={false}
        dir="ltr"
        aria-invalid={problem === undefined ? undefined : true}
        aria-describedby={problem === undefined ? 'key-help' : 'key-help key-problem'}
      >
        {value}
      </textarea>
    </div>
  );
}

function Partner({ page, partner }: { readonly page: PageContext; readonly partner: SitePartner }) {
  const words = sitePartnerTexts(page.language);
  const { addedAt, revokedAt } = partner;
  return (
    <section class="card" aria-labelledby={`partner-${partner.id}`}>
      <h3 id={`partner-${partner.id}`}>
        {partner.name} {revokedAt !== undefined && <span class="badge off">{words.revoked}</span>}
      </h3>
      <p class="help">
        {words.keyId} <code>{partner.keyId}</code>,{' '}
        <Moment at={addedAt} text={words.since(formatsOf(page.language).moment(addedAt))} />
      </p>
      {revokedAt === undefined && (
        <Form page={page} action={`/partners/sites/${partner.id}/revoke`}>
          <button type="submit" class="quiet">
            {words.revoke}
          </button>
        </Form>
      )}
    </section>
  );
}
