/** The editor of the letters' texts: each in both languages side by side, checked before it can be proposed. */
import {
  PARAGRAPHS,
  type ComposedLetter,
  type LetterTexts,
  type ParagraphCode,
  type ParagraphRule,
  type Sample,
} from '../../notices/door.ts';
import { LANGUAGES, type Language } from '../../terms/categories.ts';
import type { Texts } from '../texts/texts.ts';
import { Letter, SampleChoice } from './letter-preview.tsx';

import { ErrorSummary, Field, Flash, Form, Page, type PageContext, type Problem } from './shell.tsx';
import { TextField } from './text-field.tsx';

interface FormProps {
  readonly page: PageContext;
  readonly texts: LetterTexts;
  /** The version in use that the texts are held against, and the name of the one that they began from. */
  readonly basedOn: number;
  readonly startName: string;
  readonly reason: string;
  readonly problems: readonly Problem[];
  readonly sample: Sample;
  /** Undefined until somebody has asked for it, or while something is wrong. */
  readonly letter: ComposedLetter | undefined;
}

type Group = keyof Texts['letters']['groups'];

const GROUPS = {
  subject: ['subject', 'mark-urgent', 'mark-reminder'],
  opening: ['greeting', 'who-we-are', 'urgent', 'several'],
  why: ['why-owner', 'why-hosting', 'why-proxy', 'why-upstream', 'why-registrar'],
  reason: ['reason-baseline-analyst', 'reason-baseline-hash', 'reason-national-analyst', 'reason-national-hash'],
  since: ['reminder', 'nearer-told'],
  ask: ['ask-owner', 'ask-hosting', 'ask-proxy', 'ask-upstream', 'ask-registrar'],
  end: ['ladder', 'warning', 'preserve', 'dsa16', 'page', 'answer'],
} as const satisfies Readonly<Record<Group, readonly ParagraphCode[]>>;
const GROUP_NAMES = ['subject', 'opening', 'why', 'reason', 'since', 'ask', 'end'] as const satisfies readonly Group[];

/** In the order in which the editor shows them; a test holds it against all there are. */
export const SHOWN_PARAGRAPHS: readonly ParagraphCode[] = GROUP_NAMES.flatMap((group) => [...GROUPS[group]]);

/** The name of a text's field, and its id. */
export const fieldOf = (language: Language, code: ParagraphCode): string => `${language}-${code}`;

/** All texts, why they change, and the preview when it was asked for. */
export function TemplateFormPage(props: FormProps) {
  const { page, problems, letter } = props;
  const { texts } = page;
  const { letters } = texts;
  return (
    <Page page={page} title={letters.editTitle} at="GET /partners" hasProblem={problems.length > 0}>
      <p class="crumb">
        <a href="/templates">{letters.title}</a>
      </p>
      <ErrorSummary texts={texts} problems={problems} />
      <Flash text={letter === undefined ? undefined : letters.checked} />
      <h1>{letters.editTitle}</h1>
      <p class="lead">
        {letters.editLead} {letters.startFrom(props.startName)}
      </p>
      {letter !== undefined && (
        <section aria-labelledby="preview">
          <h2 id="preview">{letters.preview}</h2>
          <Letter page={page} letter={letter} />
        </section>
      )}
      <Form page={page} action="/templates/propose">
        <Parts page={page} />
        <input type="hidden" name="based-on" value={String(props.basedOn)} />
        {GROUP_NAMES.map((group) => (
          <fieldset key={group} id={`group-${group}`}>
            <legend>{letters.groups[group]}</legend>
            {GROUPS[group].map((code) => (
              <Paragraph key={code} {...props} code={code} />
            ))}
          </fieldset>
        ))}
        <div class="reason">
          <Field
            name="reason"
            label={letters.reasonField}
            help={letters.reasonHelp}
            value={props.reason}
            problems={problems}
          />
        </div>
        <p class="inline">
          <SampleChoice page={page} sample={props.sample} />
        </p>
        <div class="buttons">
          <button type="submit" class="quiet" formAction="/templates/preview">
            {letters.check}
          </button>
          <button type="submit">{letters.propose}</button>
        </div>
      </Form>
    </Page>
  );
}

/** The editor is long: a link to each of its parts. */
function Parts({ page }: { readonly page: PageContext }) {
  const { letters } = page.texts;
  return (
    <nav aria-label={letters.jump}>
      <ul class="jump">
        {GROUP_NAMES.map((group) => (
          <li key={group}>
            <a href={`#group-${group}`}>{letters.groups[group]}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Paragraph({ page, texts, problems, code }: FormProps & { readonly code: ParagraphCode }) {
  const { letters } = page.texts;
  const rule: ParagraphRule = PARAGRAPHS[code];
  const braced = (names: readonly string[]) => names.map((name) => `{${name}}`).join(', ');
  const help = [
    ...(rule.requires.length > 0 ? [letters.holds(braced(rule.requires))] : []),
    ...(rule.allows.length > 0 ? [letters.mayHold(braced(rule.allows))] : []),
  ].join(' ');
  return (
    <div class="paragraph">
      <h2 id={`${code}-name`}>{letters.paragraphs[code]}</h2>
      {help !== '' && (
        <p class="help" id={`${code}-help`}>
          {help}
        </p>
      )}
      <div class="pair">
        {LANGUAGES.map((language) => (
          <TextField
            key={language}
            name={fieldOf(language, code)}
            label={letters.languages[language]}
            labelledBy={`${code}-name`}
            helpId={help === '' ? undefined : `${code}-help`}
            language={language}
            value={texts[language][code]}
            rows={Math.min(8, Math.ceil(texts[language][code].length / 60) + (rule.isLine ? 0 : 1))}
            problem={problems.find((each) => each.field === fieldOf(language, code))}
          />
        ))}
      </div>
    </div>
  );
}
