/** The catcher's pages: a list of mails and one mail. Server-rendered, no script, nothing loaded from elsewhere. */
import type { ComponentChildren, VNode } from 'preact';
import type { CaughtAttachment, CaughtMail, MailContent } from './caught-mail.ts';

export const STYLESHEET = `
:root { color-scheme: light dark; --ink: #1d2329; --quiet: #5a646e; --line: #d5dae0; --paper: #fff; --raised: #f4f6f8; --link: #0b57a4; --mark: #7a4b00; --markpaper: #fff4de; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaee; --quiet: #a3adb7; --line: #38424c; --paper: #14181c; --raised: #1d2329; --link: #8cc0f5; --mark: #ffd591; --markpaper: #33270f; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
header, main { max-width: 52rem; margin: 0 auto; padding: 1rem; }
header { border-bottom: 1px solid var(--line); }
header p { margin: 0; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: .5rem 0 1rem; overflow-wrap: anywhere; }
h2 { font-size: 1.125rem; margin: 1.75rem 0 .5rem; }
a { color: var(--link); }
a:focus-visible { outline: 3px solid currentColor; outline-offset: 2px; }
.quiet { color: var(--quiet); }
.mails { list-style: none; margin: 0; padding: 0; }
.mails li { border-bottom: 1px solid var(--line); padding: .75rem 0; overflow-wrap: anywhere; }
.mails a { font-weight: 600; display: inline-block; padding: .125rem 0; }
.tag { display: inline-block; background: var(--markpaper); color: var(--mark); border-radius: .25rem; padding: 0 .4rem; font-size: .875rem; }
dl { display: grid; grid-template-columns: minmax(6rem, max-content) 1fr; gap: .25rem 1rem; margin: 0; }
dt { color: var(--quiet); } dd { margin: 0; overflow-wrap: anywhere; }
pre { background: var(--raised); border: 1px solid var(--line); border-radius: .25rem; padding: .75rem; margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; font: .9375rem/1.5 ui-monospace, monospace; }
details { margin: .75rem 0; } summary { cursor: pointer; padding: .25rem 0; }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; } }
`;

function Page(props: { title: string; children: ComponentChildren }): VNode {
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${props.title} · Mail catcher`}</title>
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        <header>
          <p>
            <a href="/">Mail catcher</a>{' '}
            <span class="quiet">Stand-in for outside mailboxes. Nothing is delivered.</span>
          </p>
        </header>
        <main>{props.children}</main>
      </body>
    </html>
  );
}

function Instant(props: { at: Date }): VNode {
  const text = props.at.toISOString();
  return <time dateTime={text}>{`${text.slice(0, 10)} ${text.slice(11, 19)} UTC`}</time>;
}

const subjectOf = (mail: MailContent): string => (mail.subject.trim() === '' ? '(no subject)' : mail.subject);

/** The list, newest first. */
export function MailListPage(props: {
  mails: readonly CaughtMail[];
  isEncrypted: (mail: CaughtMail) => boolean;
}): VNode {
  return (
    <Page title="Mails">
      <h1>{`Mails (${props.mails.length})`}</h1>
      {props.mails.length === 0 ? <p>No mail has come yet. Reload this page after something was sent.</p> : null}
      <ul class="mails">
        {props.mails.toReversed().map((mail) => (
          <li key={mail.id}>
            <a href={`/mail/${mail.id}`}>{subjectOf(mail)}</a>{' '}
            {props.isEncrypted(mail) ? <span class="tag">encrypted</span> : null}
            <div class="quiet">
              to {mail.to.join(', ')} · <Instant at={mail.receivedAt} />
            </div>
          </li>
        ))}
      </ul>
    </Page>
  );
}

/** True when a part's bytes can be shown as text without a browser ever interpreting them. */
export function isReadablePart(part: CaughtAttachment): boolean {
  return (
    /^(text\/|application\/(.+\+)?json\b|application\/pgp-)/i.test(part.contentType) ||
    /\.(asc|json|txt)$/i.test(part.filename)
  );
}

/** A part's text for reading: JSON is indented where it can be parsed. */
export function readablePartText(part: CaughtAttachment): string {
  const text = part.content.toString('utf8');
  if (!/json/i.test(part.contentType) && !/\.json$/i.test(part.filename)) return text;
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}

function Parts(props: { parts: readonly CaughtAttachment[]; base: string }): VNode | null {
  if (props.parts.length === 0) return null;
  return (
    <section>
      <h2>Attachments</h2>
      <ul class="mails">
        {props.parts.map((part, index) => (
          <li key={index}>
            {part.filename}{' '}
            <span class="quiet">{`${part.contentType}, ${part.sizeBytes.toLocaleString('en')} bytes`}</span>{' '}
            <a href={`${props.base}/part/${index}/download`} aria-label={`Download ${part.filename}`}>
              Download
            </a>
            {isReadablePart(part) ? (
              <details>
                <summary>{`View ${part.filename}`}</summary>
                <pre>{readablePartText(part)}</pre>
              </details>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Headers(props: { headers: ReadonlyMap<string, string> }): VNode {
  return (
    <details>
      <summary>All headers</summary>
      <dl>
        {[...props.headers].flatMap(([name, value]) => [<dt key={name}>{name}</dt>, <dd key={`${name}=`}>{value}</dd>])}
      </dl>
    </details>
  );
}

function Body(props: { content: MailContent; encrypted: boolean }): VNode {
  return (
    <section>
      <h2>{props.encrypted ? 'Text outside the encryption' : 'Text'}</h2>
      {props.content.text.trim() === '' ? <p class="quiet">No readable text.</p> : <pre>{props.content.text}</pre>}
      {props.content.html === undefined ? null : (
        <details>
          <summary>HTML part, as source</summary>
          <pre>{props.content.html}</pre>
        </details>
      )}
    </section>
  );
}

/** One mail as anybody on its way would see it. */
export function MailPage(props: { mail: CaughtMail; encrypted: boolean; canOpen: boolean }): VNode {
  const { mail } = props;
  const base = `/mail/${mail.id}`;
  return (
    <Page title={subjectOf(mail)}>
      <h1>{subjectOf(mail)}</h1>
      <dl>
        <dt>From</dt>
        <dd>{mail.headers.get('from') ?? mail.from}</dd>
        <dt>To</dt>
        <dd>{mail.to.join(', ')}</dd>
        <dt>Received</dt>
        <dd>
          <Instant at={mail.receivedAt} />
        </dd>
        <dt>Message-ID</dt>
        <dd>{mail.messageId}</dd>
      </dl>
      <Headers headers={mail.headers} />
      {props.encrypted ? (
        <p>
          <span class="tag">encrypted</span> This mail is encrypted with OpenPGP: only the holder of the private key can
          read it. {props.canOpen ? <a href={`${base}/police`}>Decrypt with the demo police key</a> : null}
        </p>
      ) : null}
      <Body content={mail} encrypted={props.encrypted} />
      <Parts parts={mail.attachments} base={base} />
      <p>
        <a href={`${base}/raw`}>The whole mail as it came</a>
      </p>
    </Page>
  );
}

/** One encrypted mail, opened with the demo police key. */
export function OpenedMailPage(props: { mail: CaughtMail; opened: MailContent }): VNode {
  const { mail, opened } = props;
  return (
    <Page title="Decrypted">
      <h1>{subjectOf(opened.subject.trim() === '' ? mail : opened)}</h1>
      <p>
        <span class="tag">decrypted with the demo police key</span>{' '}
        <a href={`/mail/${mail.id}`}>Back to the encrypted mail</a>
      </p>
      <Headers headers={opened.headers} />
      <Body content={opened} encrypted={false} />
      <Parts parts={opened.attachments} base={`/mail/${mail.id}/police`} />
    </Page>
  );
}

/** What went wrong, in one sentence. */
export function TroublePage(props: { title: string; sentence: string }): VNode {
  return (
    <Page title={props.title}>
      <h1>{props.title}</h1>
      <p>{props.sentence}</p>
    </Page>
  );
}
