import type { VNode } from 'preact';
import type { SiteContext } from '../../site/site-context.ts';
import { PoliceFirst } from '../../site/views/guidance.tsx';
import { Shell } from '../../site/views/shell.tsx';
import type { Forms } from '../forms/forms.ts';
import { Said } from './said.tsx';

/** The first page: police first, what not to do, and what to tell about. */
export function StartPage({ site, forms }: { readonly site: SiteContext; readonly forms: Forms }): VNode {
  const { texts, language } = site;
  const words = forms.words(language);
  const { start } = texts;
  return (
    <Shell site={site} title={words.text('start.title')} elsewhere={{ kind: 'link', path: '' }}>
      <h1>{words.text('start.title')}</h1>
      <p class="lead">{words.text('start.lead')}</p>
      <PoliceFirst site={site} />
      <h2>{start.dontTitle}</h2>
      <ul class="dont">
        {start.dont.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <h2 id="choose">{words.text('choose.title')}</h2>
      <ul class="choices">
        {forms.categories.map((category) => (
          <li key={category} class={category === 'online' ? 'first' : undefined}>
            <a href={`/${language}/tip/${category}`}>
              <strong>
                <Said word={words.word(`category.${category}.title`)} />
              </strong>
              <span>{words.text(`category.${category}.hint`)}</span>
            </a>
          </li>
        ))}
      </ul>
      <p class="young">
        <a href={`/${language}/young`}>{texts.young.title}</a>
      </p>
      <h2>{start.laterTitle}</h2>
      <p>
        {start.later} <a href={`/${language}/mailbox`}>{start.openMailbox}</a>
      </p>
      <h2>{start.nextTitle}</h2>
      <ol>
        {start.next.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <p>
        <a href={`/${language}/after`}>{texts.footer.after}</a>
      </p>
      <p class="soft">
        {start.safe} <a href={`/${language}/privacy`}>{start.safeMore}</a>
      </p>
    </Shell>
  );
}
