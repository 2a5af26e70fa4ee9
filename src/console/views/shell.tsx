/** The frame around every page of the console, and the small parts that the pages share. */
import type { ComponentChildren } from 'preact';
import type { Role } from '../../staff/door.ts';
import type { Language } from '../../terms/categories.ts';
import { mayUse, type StaffRoute } from '../access.ts';
import { FORM_TOKEN_FIELD } from '../form.ts';
import { CONSOLE_SCRIPT } from '../script.ts';
import { formatsOf } from '../format.ts';
import { STYLE_PATH } from '../style.ts';
import { lockTexts } from '../texts/lock.ts';
import type { Texts } from '../texts/texts.ts';
import { LockDialog } from './lock-dialog.tsx';
import { Cover, Offline, Palette } from './palette.tsx';

/** That sending to providers is stopped. */
export interface ShownPause {
  readonly setAt: Date;
  /** Undefined: from the command line. */
  readonly by: string | undefined;
  readonly reason: string;
}

/** What every page needs to know of its request. */
export interface PageContext {
  readonly texts: Texts;
  readonly language: Language;
  readonly formToken: string;
  readonly hotlineName: string;
  /** Path and query of this page, to come back to after a change of language. */
  readonly path: string;
  /** undefined: nobody is logged in. */
  readonly person: { readonly name: string; readonly role: Role } | undefined;
  /** A session that nobody uses for so long is locked; there for whoever is logged in. */
  readonly lockAfterMs?: number;
  /** Undefined: letters leave. */
  readonly pause?: ShownPause | undefined;
}

interface PageProps {
  readonly page: PageContext;
  readonly title: string;
  /** Which entry of the navigation this page belongs to. */
  readonly at?: StaffRoute;
  readonly hasProblem?: boolean;
  /** A narrow column for a page with one form. */
  readonly isNarrow?: boolean;
  /** The browser reads the page again after so many seconds; such a page has a link that stops it (WCAG 2.2, 2.2.2). */
  readonly refreshS?: number;
  /** The page of nobody who is logged in has no script, unless it says so. */
  readonly usesScript?: boolean;
  readonly children?: ComponentChildren;
}

/** One whole page. */
export function Page({
  page,
  title,
  at,
  hasProblem = false,
  isNarrow = false,
  refreshS,
  usesScript,
  children,
}: PageProps) {
  const { texts, language, hotlineName } = page;
  const problem = hasProblem ? `${texts.errors.summary}: ` : '';
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex, nofollow" />
        {refreshS !== undefined && <meta http-equiv="refresh" content={String(refreshS)} />}
        <title>{`${problem}${title} – ${hotlineName}`}</title>
        <link rel="stylesheet" href={STYLE_PATH} />
        <link rel="icon" href="data:," />
        {(usesScript ?? page.person !== undefined) && (
          <script src={CONSOLE_SCRIPT.href} integrity={CONSOLE_SCRIPT.integrity} defer />
        )}
      </head>
      <body>
        <a class="skip" href="#content">
          {texts.frame.skip}
        </a>
        <Header page={page} at={at} />
        <StopBanner page={page} />
        <main id="content" class={isNarrow ? 'narrow' : undefined}>
          {page.person !== undefined && <Offline texts={texts} />}
          {children}
        </main>
        <footer>
          <p>{texts.frame.footer}</p>
        </footer>
        {page.person !== undefined && (
          <>
            <Palette texts={texts} />
            <Cover texts={texts} />
            {page.lockAfterMs !== undefined && (
              <LockDialog {...page} name={page.person.name} lockAfterMs={page.lockAfterMs} />
            )}
          </>
        )}
      </body>
    </html>
  );
}

const NAVIGATION = [
  ['GET /', 'queue'],
  ['GET /search', 'search'],
  ['GET /notices', 'notices'],
  ['GET /crawler', 'crawler'],
  ['GET /figures', 'figures'],
  ['GET /partners', 'partners'],
  ['GET /ledger', 'ledger'],
  ['GET /staff', 'staff'],
  ['GET /police', 'police'],
] as const satisfies readonly (readonly [StaffRoute, keyof Texts['frame']])[];

/** Those that are gone to all day have a key. */
const KEYS: Partial<Record<StaffRoute, string>> = { 'GET /': 'q', 'GET /search': '/' };

function Header({ page, at }: { page: PageContext; at: StaffRoute | undefined }) {
  const { texts, person, hotlineName, language } = page;
  return (
    <header class="top">
      <p class="brand">
        {person === undefined ? <b>{hotlineName}</b> : <a href="/">{hotlineName}</a>} <span>{texts.frame.console}</span>
      </p>
      {person !== undefined && (
        <nav aria-label={texts.frame.navigation}>
          <ul>
            {NAVIGATION.filter(([route]) => mayUse(route, person.role)).map(([route, word]) => (
              <li key={route}>
                <a
                  href={route.slice('GET '.length)}
                  data-key={KEYS[route]}
                  aria-current={route === at ? 'page' : undefined}
                >
                  {texts.frame[word]}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      )}
      <div class="person">
        <OtherLanguage page={page} />
        {person !== undefined && (
          <>
            <button type="button" class="plain" data-opens-palette hidden>
              {texts.desk.palette.open}
            </button>
            {mayUse('GET /day', person.role) && (
              <a href="/day" data-key="d" aria-current={at === 'GET /day' ? 'page' : undefined}>
                {texts.desk.day.title}
              </a>
            )}
            <a href="/sessions" title={texts.frame.sessions} aria-current={at === 'GET /sessions' ? 'page' : undefined}>
              {texts.frame.person(person.name, texts.roles[person.role])}
            </a>
            <Form page={page} action="/lock" id="lock-now">
              <input type="hidden" name="back" value={page.path} />
              <button type="submit" class="plain" data-key="l">
                {lockTexts(language).lock}
              </button>
            </Form>
            <Form page={page} action="/log-out">
              <button type="submit" class="plain">
                {texts.frame.logOut}
              </button>
            </Form>
          </>
        )}
      </div>
    </header>
  );
}

/** While nothing leaves, nobody should wonder why: it is said on every page. */
function StopBanner({ page }: { page: PageContext }) {
  const { pause, language } = page;
  if (pause === undefined) return null;
  const { notices } = page.texts;
  const at = <Moment at={pause.setAt} text={notices.since(formatsOf(language).moment(pause.setAt))} />;
  return (
    <section class="stopped" aria-label={notices.stopped}>
      <p>
        <b>{notices.stopped}</b> {at} {notices.by(pause.by ?? notices.operator)}: {pause.reason}
      </p>
      <a href="/notices#stop">{notices.toStop}</a>
    </section>
  );
}

function OtherLanguage({ page }: { page: PageContext }) {
  const other: Language = page.language === 'sv' ? 'en' : 'sv';
  return (
    <a href={`/language/${other}?${new URLSearchParams({ back: page.path }).toString()}`} lang={other} hreflang={other}>
      {page.texts.frame.otherLanguage}
    </a>
  );
}

interface FormProps {
  readonly page: PageContext;
  readonly action: string;
  readonly class?: string;
  readonly id?: string;
  /** Its questions can be answered by digits (console.js). */
  readonly isAnswers?: boolean;
  readonly children?: ComponentChildren;
}

/** A form that changes something: it carries this page's token. */
export function Form({ page, action, class: className, id, isAnswers = false, children }: FormProps) {
  return (
    <form method="post" action={action} class={className} id={id} data-answers={isAnswers ? '' : undefined} noValidate>
      <input type="hidden" name={FORM_TOKEN_FIELD} value={page.formToken} />
      {children}
    </form>
  );
}

/** A problem and the field that it is about. */
export interface Problem {
  readonly field: string;
  readonly text: string;
}

/** What is wrong, each with a way to its field (the pattern of govuk-frontend's error summary). */
export function ErrorSummary({ texts, problems }: { texts: Texts; problems: readonly Problem[] }) {
  if (problems.length === 0) return null;
  return (
    <div class="problems" role="alert" aria-labelledby="problems-title" tabIndex={-1}>
      <h2 id="problems-title">{texts.errors.summary}</h2>
      <ul>
        {problems.map((problem) => (
          <li key={problem.field}>
            <a href={`#${problem.field}`}>{problem.text}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}

interface FieldProps {
  readonly name: string;
  /** On the page alone; its name where nothing else is said. */
  readonly id?: string;
  readonly label: string;
  readonly help?: string;
  readonly type?: 'text' | 'password';
  readonly value?: string;
  readonly problems?: readonly Problem[];
  readonly autocomplete?: string;
  readonly inputMode?: 'numeric' | 'text';
  readonly isCode?: boolean;
  /** The cursor stands here when the page is opened: for a page with nothing before its one field. */
  readonly hasFocus?: boolean;
}

/** A labelled line of text. */
export function Field({ name, id = name, label, help, type = 'text', value, problems = [], ...rest }: FieldProps) {
  const problem = problems.find((each) => each.field === id);
  const described = [help === undefined ? '' : `${id}-help`, problem === undefined ? '' : `${id}-problem`];
  const attributes = {
    id,
    name,
    value,
    class: rest.isCode === true ? 'code' : undefined,
    autocomplete: rest.autocomplete ?? 'off',
    inputMode: rest.inputMode,
    autocapitalize: 'none',
    spellcheck: false,
    autofocus: rest.hasFocus === true ? true : undefined,
    'aria-invalid': problem === undefined ? undefined : true,
    'aria-describedby': described.join(' ').trim() === '' ? undefined : described.join(' ').trim(),
  } as const;
  return (
    <div class={problem === undefined ? 'field' : 'field wrong'}>
      <label for={id}>{label}</label>
      {help !== undefined && (
        <p class="help" id={`${id}-help`}>
          {help}
        </p>
      )}
      {problem !== undefined && (
        <p class="problem" id={`${id}-problem`}>
          {problem.text}
        </p>
      )}
      {type === 'password' ? <input type="password" {...attributes} /> : <input type="text" {...attributes} />}
    </div>
  );
}

/** What has just happened, or could not: said to a screen reader at once. */
export function Flash({ text, isBad = false }: { text: string | undefined; isBad?: boolean }) {
  if (text === undefined) return null;
  return (
    <p class={isBad ? 'flash bad' : 'flash'} role={isBad ? 'alert' : 'status'}>
      {text}
    </p>
  );
}

/** An instant, exact for programs and in words for people. */
export function Moment({ at, text }: { at: Date; text: string }) {
  return <time dateTime={at.toISOString()}>{text}</time>;
}
