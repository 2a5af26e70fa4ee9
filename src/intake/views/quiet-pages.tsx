/** The pages that only tell: support, what is stored, accessibility, contact, and errors. */
import type { VNode } from 'preact';
import type { SiteContext } from '../../site/site-context.ts';
import { Phone, PoliceFirst, SupportLines } from '../../site/views/guidance.tsx';
import { Shell } from '../../site/views/shell.tsx';

interface PageProps {
  readonly site: SiteContext;
}

/** Whom to talk to, for the person who saw something. */
export function HelpPage({ site }: PageProps): VNode {
  const { help } = site.texts;
  return (
    <Shell site={site} title={help.title} elsewhere={{ kind: 'link', path: '/help' }}>
      <h1>{help.title}</h1>
      <p>{help.intro}</p>
      <p>
        {help.emergency} <Phone number={site.guidance.emergencyNumber} />
      </p>
      <h2>{help.laterTitle}</h2>
      <ul>
        {help.later.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
      <h2>{help.linesTitle}</h2>
      <SupportLines site={site} />
    </Shell>
  );
}

/** The section about what is kept of a tip; the mail about news belongs to it. */
const WHEN_TELLING = 1;

/** What is stored and who sees it, in plain words; true to the threat model, so change both together. */
export function PrivacyPage({ site }: PageProps): VNode {
  const { privacy, safety } = site.texts;
  return (
    <Shell site={site} title={privacy.title} elsewhere={{ kind: 'link', path: '/privacy' }}>
      <h1>{privacy.title}</h1>
      {privacy.sections.map(({ title, points }, at) => (
        <section key={title}>
          <h2>{title}</h2>
          <ul>
            {[...points, ...(at === WHEN_TELLING ? [site.texts.notice.kept] : [])].map((point) => (
              <li key={point}>{point}</li>
            ))}
          </ul>
        </section>
      ))}
      <section>
        <h2>{safety.title}</h2>
        <ul>
          {[safety.browser, safety.server, safety.urgent].map((point) => (
            <li key={point}>{point}</li>
          ))}
        </ul>
      </section>
    </Shell>
  );
}

/** What the site does to be usable by everybody, and what is missing. */
export function AccessibilityPage({ site }: PageProps): VNode {
  const { accessibility } = site.texts;
  return (
    <Shell site={site} title={accessibility.title} elsewhere={{ kind: 'link', path: '/accessibility' }}>
      <h1>{accessibility.title}</h1>
      {accessibility.paragraphs.map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
      <HotlineEmail site={site} />
    </Shell>
  );
}

/** How to reach the hotline, and why tips do not go by e-mail. */
export function ContactPage({ site }: PageProps): VNode {
  const { contact } = site.texts;
  return (
    <Shell site={site} title={contact.title} elsewhere={{ kind: 'link', path: '/contact' }}>
      <h1>{contact.title}</h1>
      <p>{contact.tips}</p>
      <p>{contact.email}</p>
      <HotlineEmail site={site} />
      <PoliceFirst site={site} isShort />
    </Shell>
  );
}

function HotlineEmail({ site }: PageProps): VNode {
  return (
    <p>
      <a href={`mailto:${site.hotline.email}`}>{site.hotline.email}</a>
    </p>
  );
}

/** The page for what Fastify refused or what failed. The police stand on it whenever somebody may have tried to send a tip. */
export function ErrorPage({ site, status }: PageProps & { readonly status: number }): VNode {
  const { title, text } = wordsOf(site, status);
  return (
    <Shell
      site={site}
      title={title}
      elsewhere={status === 404 ? { kind: 'link', path: '' } : { kind: 'none' }}
      hasErrors
    >
      <h1>{title}</h1>
      <p>{text}</p>
      {status === 404 ? null : <PoliceFirst site={site} />}
      <p>
        <a href={`/${site.language}`}>{site.texts.toStart}</a>
      </p>
    </Shell>
  );
}

function wordsOf(site: SiteContext, status: number): { readonly title: string; readonly text: string } {
  const { errors } = site.texts;
  if (status === 404) return errors.notFound;
  if (status === 413) return errors.tooLarge;
  if (status === 415) return errors.files;
  return status >= 500 ? errors.away : errors.refused;
}
