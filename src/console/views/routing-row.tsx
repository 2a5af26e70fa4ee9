/** One row of the routing table as a form, each setting explained where it stands, and what is wrong said at its field. */
import type { ComponentChildren } from 'preact';
import { ITEM_DESTINATIONS, SHIPPED_ROWS, type TriedVersion } from '../../routing/door.ts';
import { CHOICES, TICKS, type ChoiceName, type RowFields, type TickName } from '../routing-form.ts';
import { reasonOf } from '../routing-words.ts';
import { routingTexts } from '../texts/routing.ts';
import { TableDraftForm } from './routing-draft.tsx';
import { ErrorSummary, Field, Page, type PageContext, type Problem } from './shell.tsx';

interface RowProps {
  readonly page: PageContext;
  readonly draft: TriedVersion;
  /** `new`: none yet. */
  readonly id: string;
  readonly fields: RowFields;
  readonly problems: readonly Problem[];
}

/** The whole form. */
export function RoutingRowPage(props: RowProps) {
  const { page, draft, id, problems } = props;
  const words = routingTexts(page.language);
  const row = draft.rows.find((each) => each.id === id);
  const title = row === undefined ? words.newRow : words.rowTitle(reasonOf(row, page));
  const { sections } = words;
  return (
    <Page page={page} title={title} at="GET /partners" hasProblem={problems.length > 0} isNarrow>
      <p class="crumb">
        <a href="/routing/draft">{words.draftTitle}</a>
      </p>
      <ErrorSummary texts={page.texts} problems={problems} />
      <h1>{title}</h1>
      <p class="lead">{words.rowLead}</p>
      <TableDraftForm page={page} draft={draft} action={`/routing/draft/${id}`} class="routing-form">
        <Group title={sections.about}>
          <Select
            {...props}
            name="about"
            options={[
              ['item', words.about.item],
              ['case', words.about.case],
            ]}
          />
        </Group>
        <Conditions {...props} />
        <Group title={sections.to}>
          <Boxes
            {...props}
            name="to"
            options={ITEM_DESTINATIONS.map((to) => [to, words.to[to]] as const)}
            help={words.help.to}
          />
        </Group>
        <Group title={sections.why}>
          <p class="help">{words.help.why}</p>
          <Text {...props} name="sv" />
          <Text {...props} name="en" />
        </Group>
        <Group title={sections.place}>
          <Select {...props} name="after" options={placesIn(props)} />
        </Group>
        <button type="submit">{words.save}</button>
      </TableDraftForm>
    </Page>
  );
}

/** What the case and the item must be. */
function Conditions(props: RowProps) {
  const { page } = props;
  const words = routingTexts(page.language);
  const { sections } = words;
  return (
    <>
      <Group title={sections.when}>
        <Choice {...props} name="homeCrime" said={{ yes: words.yes, no: words.no }} />
        <Ticks {...props} name="categories" said={page.texts.categories} />
        <Ticks {...props} name="origins" said={words.origins} />
        <Choice {...props} name="urgent" said={{ yes: words.yes, no: words.no }} />
        <Ticks {...props} name="outcomes" said={words.outcomes} />
        <Choice {...props} name="judgedBy" said={words.judgedBy} />
        <Ticks {...props} name="hits" said={words.hits} />
        <Choice {...props} name="ncmec" said={words.ncmec} />
      </Group>
      <Group title={sections.host}>
        <Choice {...props} name="host" said={words.hosts} />
        <Choice {...props} name="inhope" said={{ yes: words.yes, no: words.no }} />
        <Choice {...props} name="eu" said={{ yes: words.yes, no: words.no }} />
        <Text {...props} name="countries" help={words.help.countries} />
        <Text {...props} name="exceptCountries" help={words.help.exceptCountries} />
        <Choice {...props} name="peer" said={{ yes: words.yes, no: words.no }} />
        <Ticks {...props} name="proxies" said={words.proxies} />
      </Group>
    </>
  );
}

function placesIn({ page, draft, id }: RowProps): readonly (readonly [string, string])[] {
  const words = routingTexts(page.language);
  const others = draft.rows.filter((row) => row.id !== id);
  return [['', words.top], ...others.map((row, index) => [row.id, `${index + 1}. ${reasonOf(row, page)}`] as const)];
}

function Group({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <fieldset>
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}

type Named<Name> = RowProps & { readonly name: Name };

function Choice<Name extends ChoiceName>({
  said,
  ...props
}: Named<Name> & { readonly said: Readonly<Record<(typeof CHOICES)[Name][number], string>> }) {
  const words = routingTexts(props.page.language);
  const codes: readonly (typeof CHOICES)[Name][number][] = CHOICES[props.name];
  const options = codes.map((code) => [code, said[code]] as const);
  return <Select {...props} options={[['', words.any], ...options]} />;
}

function Select(
  props: Named<ChoiceName | 'about' | 'after'> & { readonly options: readonly (readonly [string, string])[] },
) {
  const { page, name, fields, options } = props;
  const words = routingTexts(page.language);
  return (
    <Framed {...props} help={words.help[name]}>
      {(described) => (
        <select id={name} name={name} aria-describedby={described}>
          {options.map(([value, text]) => (
            <option key={value} value={value} selected={fields.get(name) === value}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Framed>
  );
}

/** A label, its help, its problem, and the control between. */
function Framed(
  props: Named<ChoiceName | 'about' | 'after'> & {
    readonly help: string;
    readonly children: (described: string) => ComponentChildren;
  },
) {
  const { page, name, help, problems, children } = props;
  const problem = problems.find(({ field }) => field === name);
  return (
    <div class={problem === undefined ? 'field' : 'field wrong'}>
      <label for={name}>{routingTexts(page.language).columns[name]}</label>
      <p class="help" id={`${name}-help`}>
        {help}
      </p>
      {problem !== undefined && (
        <p class="problem" id={`${name}-problem`}>
          {problem.text}
        </p>
      )}
      {children(problem === undefined ? `${name}-help` : `${name}-help ${name}-problem`)}
    </div>
  );
}

function Ticks<Name extends TickName>({
  said,
  ...props
}: Named<Name> & { readonly said: Readonly<Record<(typeof TICKS)[Name][number], string>> }) {
  const words = routingTexts(props.page.language);
  const codes: readonly (typeof TICKS)[Name][number][] = TICKS[props.name];
  return <Boxes {...props} options={codes.map((code) => [code, said[code]] as const)} help={words.help[props.name]} />;
}

/** The first box has the field's name as its id, so that an error summary leads right to it. */
function Boxes(
  props: Named<TickName | 'to'> & { readonly options: readonly (readonly [string, string])[]; readonly help: string },
) {
  const { page, name, fields, options, problems, help } = props;
  const problem = problems.find(({ field }) => field === name);
  const ticked = fields.all(name);
  return (
    <div
      class={problem === undefined ? 'field' : 'field wrong'}
      role="group"
      aria-labelledby={`${name}-label`}
      aria-describedby={problem === undefined ? `${name}-help` : `${name}-help ${name}-problem`}
    >
      <b id={`${name}-label`}>{routingTexts(page.language).columns[name]}</b>
      <p class="help" id={`${name}-help`}>
        {help}
      </p>
      {problem !== undefined && (
        <p class="problem" id={`${name}-problem`}>
          {problem.text}
        </p>
      )}
      {options.map(([value, text], index) => (
        <div key={value} class="check">
          <label>
            <input
              type="checkbox"
              id={index === 0 ? name : undefined}
              name={name}
              value={value}
              checked={ticked.includes(value)}
            />
            <span>{text}</span>
          </label>
        </div>
      ))}
    </div>
  );
}

function Text(props: Named<'countries' | 'exceptCountries' | 'sv' | 'en'> & { readonly help?: string }) {
  const { page, name, fields, problems, help, id } = props;
  const shipped = SHIPPED_ROWS.find((row) => row.id === id);
  const placeholder = name === 'sv' || name === 'en' ? shippedWords(shipped, { ...page, language: name }) : undefined;
  const label = routingTexts(page.language).columns[name];
  return (
    <>
      <Field
        name={name}
        label={label}
        value={fields.get(name)}
        problems={problems}
        {...(help === undefined ? {} : { help })}
      />
      {placeholder !== undefined && (
        <p class="help" lang={name}>
          Fyr: {placeholder}
        </p>
      )}
    </>
  );
}

const shippedWords = (row: (typeof SHIPPED_ROWS)[number] | undefined, page: PageContext): string | undefined =>
  row === undefined ? undefined : reasonOf(row, page);
