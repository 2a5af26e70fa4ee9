/** What the pages for other hotlines, the feed and webhooks share. */
import type { ComponentChildren } from 'preact';
import { formatsOf } from '../format.ts';
import { exchangeTexts } from '../texts/exchange.ts';
import { codeText } from '../texts/texts.ts';
import { ErrorSummary, Flash, Page, type PageContext, type Problem } from './shell.tsx';

/** What happened just before a page is shown. */
export interface PageNews {
  readonly problems: readonly Problem[];
  readonly flash: string | undefined;
  readonly isBad?: boolean;
  /** The act was not done: the person's password was not right. */
  readonly isRefused?: boolean;
  /** Shown this once. */
  readonly secret?: string | undefined;
}

/** Frame, crumb, news. */
export function ExchangeFrame(props: {
  readonly page: PageContext;
  readonly title: string;
  readonly lead: string;
  readonly news: PageNews;
  readonly children: ComponentChildren;
}) {
  const { page, title, lead, news, children } = props;
  const words = exchangeTexts(page.language);
  return (
    <Page page={page} title={title} at="GET /partners" hasProblem={news.problems.length > 0}>
      <Flash text={news.flash} isBad={news.isBad ?? false} />
      <ErrorSummary texts={page.texts} problems={news.problems} />
      <p class="crumb">
        <a href="/partners">{page.texts.partners.title}</a>
      </p>
      <h1>{title}</h1>
      <p class="lead">{lead}</p>
      {news.secret !== undefined && (
        <section class="secret" aria-live="polite">
          <p>{words.secretOnce}</p>
          <p>
            <code class="key-text">{news.secret}</code>
          </p>
        </section>
      )}
      {children}
    </Page>
  );
}

/** One yes or no. */
export function CheckField(props: {
  readonly name: string;
  readonly id?: string;
  readonly label: string;
  readonly isOn: boolean;
}) {
  const { name, id = name, label, isOn } = props;
  return (
    <p class="check">
      <label for={id}>
        <input type="checkbox" id={id} name={name} value="yes" checked={isOn} /> {label}
      </label>
    </p>
  );
}

/** Off, test, live (or without off). */
export function ModeField(props: {
  readonly page: PageContext;
  readonly id: string;
  readonly modes: readonly ('off' | 'test' | 'live')[];
  readonly value: string;
}) {
  const words = exchangeTexts(props.page.language);
  return (
    <div class="field">
      <label for={props.id}>{words.mode}</label>
      <select id={props.id} name="mode">
        {props.modes.map((mode) => (
          <option key={mode} value={mode} selected={mode === props.value}>
            {words.modes[mode]}
          </option>
        ))}
      </select>
    </div>
  );
}

/** How the other side has been answering, in one line. */
export function HealthLine(props: {
  readonly page: PageContext;
  readonly health: {
    readonly lastSuccessAt: Date | undefined;
    readonly failingSince: Date | undefined;
    readonly failureCode: string | undefined;
  };
}) {
  const { page, health } = props;
  const words = exchangeTexts(page.language);
  const formats = formatsOf(page.language);
  if (health.failingSince !== undefined) {
    const why = codeText(page.texts.failures, health.failureCode ?? 'unknown', page.texts.otherCode);
    return <span class="badge illegal">{words.failing(formats.moment(health.failingSince), why)}</span>;
  }
  const at = health.lastSuccessAt;
  return <span class="help">{at === undefined ? words.never : words.lastSuccess(formats.moment(at))}</span>;
}
