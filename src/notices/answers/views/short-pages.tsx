/** The pages beside the letter's: a link that opens nothing, an answer that could not be taken, and what Fastify refused. */
import type { VNode } from 'preact';
import { Notice } from '../../../site/views/guidance.tsx';
import { Shell } from '../../../site/views/shell.tsx';
import type { AnswerFormValues } from '../provider-form.ts';
import type { PageFrame } from './page-props.ts';
import { HotlineEmail } from './provider-page.tsx';

/** The same for a token that is wrong, unknown or expired. */
export function MissingPage({ site, texts }: Omit<PageFrame, 'token'>): VNode {
  return (
    <Shell site={site} title={texts.missingTitle} elsewhere={{ kind: 'none' }} hasErrors isUnlisted>
      <h1>{texts.missingTitle}</h1>
      <p>{texts.missing}</p>
      <HotlineEmail email={site.hotline.email} />
    </Shell>
  );
}

/** What the web server refused before our own form could look at it. */
export function RefusedPage({ site, texts }: Omit<PageFrame, 'token'>): VNode {
  return (
    <Shell site={site} title={texts.errorTitle} elsewhere={{ kind: 'none' }} hasErrors isUnlisted>
      <h1>{texts.errorTitle}</h1>
      <p>{texts.error}</p>
      <HotlineEmail email={site.hotline.email} />
    </Shell>
  );
}

/** The database is away: nothing of the letter can be shown, so the page carries what was typed and nothing else. */
export function AwayPage(props: PageFrame & { readonly values: AnswerFormValues; readonly submission: string }): VNode {
  const { site, texts, token, values, submission } = props;
  const hidden: readonly (readonly [string, string])[] = [
    ['submission', submission],
    ...values.noticeIds.map((id) => ['item', id] as const),
    ['all', values.isForAll ? 'yes' : ''],
    ['kind', values.kind ?? ''],
    ['within', String(values.withinHours)],
    ['otherName', values.otherName],
    ['otherEmail', values.otherEmail],
    ['ticket', values.ticket],
  ];
  return (
    <Shell site={site} title={texts.awayTitle} elsewhere={{ kind: 'none' }} hasErrors isUnlisted>
      <h1>{texts.awayTitle}</h1>
      <Notice kind="failure">
        <p>{texts.away}</p>
      </Notice>
      <form method="post" action={`/${site.language}/n/${token}`} novalidate autocomplete="off">
        {hidden
          .filter(([, value]) => value !== '')
          .map(([name, value]) => (
            <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
          ))}
        <div class="field">
          <label for="text">{texts.fields.text.label}</label>
          <textarea id="text" name="text" rows={4} spellcheck={false}>
            {values.text}
          </textarea>
        </div>
        <button type="submit">{texts.sendAgain}</button>
      </form>
      <HotlineEmail email={site.hotline.email} />
    </Shell>
  );
}
