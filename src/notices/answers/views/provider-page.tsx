/** The provider's page: what is asked, about which addresses, how each stands, and the answer. No script, no link to an address. */
import type { VNode } from 'preact';
import { ErrorSummary } from '../../../site/views/field.tsx';
import { Notice } from '../../../site/views/guidance.tsx';
import { LANGUAGES } from '../../../terms/categories.ts';
import { Shell } from '../../../site/views/shell.tsx';
import { countryName } from '../../../terms/countries.ts';
import type { AnswerProblem } from '../provider-form.ts';
import { isStillAsked } from '../standing.ts';
import { dayIn, momentIn, type PageTexts } from '../texts/texts.ts';
import { AnswerForm, FORM_ID } from './answer-form.tsx';
import { Items } from './items.tsx';
import type { ProviderPageProps } from './page-props.ts';

/** The whole page of one letter. */
export function ProviderPage(props: ProviderPageProps): VNode {
  const { site, texts, token, letter, shown, state } = props;
  const asked = shown.filter(({ standing }) => isStillAsked(standing)).length;
  const title = asked === 0 ? texts.settledTitle : texts.title(asked);
  const problems = state.kind === 'problems' ? state.problems.map((each) => wordsOf(texts, each)) : [];
  const isAgain = state.kind === 'problems' || state.kind === 'expired';
  return (
    <Shell
      site={site}
      title={title}
      elsewhere={isAgain ? { kind: 'none' } : { kind: 'link', path: `/n/${token}` }}
      languages={LANGUAGES}
      hasErrors={isAgain}
      isUnlisted
    >
      <ErrorSummary site={site} problems={problems} />
      <StateNotice {...props} />
      <h1>{title}</h1>
      {asked === 0 ? <p class="lead">{texts.settled}</p> : <Asks {...props} />}
      <Items {...props} />
      {shown.some(({ standing }) => standing.kind !== 'withdrawn') && <Answer {...props} problems={problems} />}
      <p class="soft">{texts.answerLater(dayIn(site.language, letter.expiresAt))}</p>
      <p>
        <a href={`/${site.language}/help`}>{texts.help}</a>
      </p>
      <HotlineEmail email={site.hotline.email} />
    </Shell>
  );
}

function Asks({ site, texts, shown }: ProviderPageProps): VNode {
  const { hotline, language } = site;
  return (
    <section aria-labelledby="asks">
      <p>{texts.lead(hotline.name, countryName(hotline.homeCountry, language), shown.length)}</p>
      <h2 id="asks">{texts.asksTitle}</h2>
      <ol class="asks">
        {texts.asks.map((ask) => (
          <li key={ask}>{ask}</li>
        ))}
      </ol>
      <p>
        <a href={`#${FORM_ID}`}>{texts.answerBelow}</a>
      </p>
    </section>
  );
}

/** After an answer the form is folded away: what was said stands first, and a later answer is one touch off. */
function Answer(props: ProviderPageProps & { readonly problems: readonly { field: string; text: string }[] }): VNode {
  const { texts, state, shown } = props;
  const isOpen = state.kind !== 'answered' && shown.some(({ standing }) => isStillAsked(standing));
  if (isOpen) return <AnswerForm {...props} />;
  return (
    <details class="again">
      <summary>{texts.again}</summary>
      <AnswerForm {...props} />
    </details>
  );
}

function StateNotice({ site, texts, state }: ProviderPageProps): VNode | null {
  switch (state.kind) {
    case 'fresh':
    case 'problems':
      return null;
    case 'answered':
      return (
        <Notice kind="good" title={texts.thanksTitle}>
          <p>
            <strong>{texts.kinds[state.answer].label}.</strong>{' '}
            {texts.thanks(momentIn(site.language, state.at), state.numbers.length)}
          </p>
          <p>{texts.next[state.answer]}</p>
        </Notice>
      );
    case 'expired':
      return (
        <Notice kind="warning">
          <p>{texts.expired}</p>
          <button type="submit" form={FORM_ID}>
            {texts.send}
          </button>
        </Notice>
      );
  }
}

/** A problem and its field in words. */
export function wordsOf(texts: PageTexts, problem: AnswerProblem): { readonly field: string; readonly text: string } {
  const { field, code } = problem;
  switch (code) {
    case 'nothing-chosen':
      return { field, text: texts.problems[code][field] };
    case 'too-long':
      return { field, text: texts.problems[code](texts.fields[field].label, problem.count, problem.most) };
    case 'need-more-what':
    case 'appeal-why':
    case 'not-an-email':
      return { field, text: texts.problems[code] };
  }
}

/** Whom to write to. */
export function HotlineEmail({ email }: { readonly email: string }): VNode {
  return (
    <p>
      <a href={`mailto:${email}`}>{email}</a>
    </p>
  );
}
