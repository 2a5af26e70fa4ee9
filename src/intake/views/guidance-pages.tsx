/** Guidance around a tip: for the young, what happens to a tip, and what others take care of. */
import type { VNode } from 'preact';
import type { SiteContext } from '../../site/site-context.ts';
import { Elsewhere, Phone, PoliceFirst, SupportLines } from '../../site/views/guidance.tsx';
import { Shell } from '../../site/views/shell.tsx';

interface PageProps {
  readonly site: SiteContext;
}

/** "Is it about you?": short sentences, one thought each, for children and young people. */
export function YoungPage({ site }: PageProps): VNode {
  const { young, police } = site.texts;
  const [before, number, after] = police.emergency(site.guidance.emergencyNumber);
  return (
    <Shell site={site} title={young.title} elsewhere={{ kind: 'link', path: '/young' }}>
      <div class="easy">
        <h1>{young.title}</h1>
        <p class="lead">{young.lead}</p>
        {young.sections.map(({ title, points }) => (
          <section key={title}>
            <h2>{title}</h2>
            <ul>
              {points.map((point) => (
                <li key={point}>{point}</li>
              ))}
            </ul>
          </section>
        ))}
        <p class="emergency">
          {before}
          <Phone number={number} />
          {after}
        </p>
        <SupportLines site={site} />
        <p>
          <a class="button" href={`/${site.language}#choose`}>
            {young.tell}
          </a>
        </p>
        <p class="soft">{young.hide}</p>
      </div>
    </Shell>
  );
}

/** A tip's way, from sent to done. */
export function AfterPage({ site }: PageProps): VNode {
  const { after } = site.texts;
  return (
    <Shell site={site} title={after.title} elsewhere={{ kind: 'link', path: '/after' }}>
      <h1>{after.title}</h1>
      <p class="lead">{after.lead}</p>
      <ol class="way">
        {after.steps.map(({ title, text }) => (
          <li key={title}>
            <h2>{title}</h2>
            <p>{text}</p>
          </li>
        ))}
      </ol>
      <p>{after.limits}</p>
    </Shell>
  );
}

/** What the hotline does not handle, and who does. */
export function ScopePage({ site }: PageProps): VNode {
  const { scope, start } = site.texts;
  return (
    <Shell site={site} title={scope.title} elsewhere={{ kind: 'link', path: '/scope' }}>
      <h1>{scope.title}</h1>
      <p class="lead">{scope.lead}</p>
      <dl class="who">
        {scope.rows.map(({ what, who }) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>{who}</dd>
          </div>
        ))}
      </dl>
      <p>
        {scope.unsure} <a href={`/${site.language}#choose`}>{start.chooseTitle}</a>
      </p>
      <Elsewhere site={site} />
      <PoliceFirst site={site} isShort />
    </Shell>
  );
}
