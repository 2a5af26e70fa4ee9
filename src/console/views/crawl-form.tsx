/** The form that begins a run, and the page of the crawler's settings. */
import { SEEDS_BY_ONE, type FromCases, type RobotsException } from '../../crawl/door.ts';
import type { StaffId } from '../../terms/ids.ts';
import { mayUse } from '../access.ts';
import { defangHost, formatsOf } from '../format.ts';
import { ErrorSummary, Field, Flash, Form, Moment, Page, type PageContext, type Problem } from './shell.tsx';

interface FormProps {
  readonly page: PageContext;
  readonly given: (name: string) => string;
  readonly problems: readonly Problem[];
}

/** Seeds, limits and places. What was typed stays where something is wrong with it. */
export function CrawlFormPage({ page, given, problems }: FormProps) {
  const { form, report } = page.texts.crawler;
  const field = (name: string, label: string) => (
    <Field name={name} label={label} value={given(name)} problems={problems} inputMode="numeric" />
  );
  return (
    <Page page={page} title={form.title} at="GET /crawler" hasProblem={problems.length > 0}>
      <ErrorSummary texts={page.texts} problems={problems} />
      <div class="crawl">
        <p class="crumb">
          <a href="/crawler">{report.back}</a>
        </p>
        <h1>{form.title}</h1>
        <Form page={page} action="/crawler/runs">
          <Lines
            name="seeds"
            label={form.seeds}
            help={form.seedsHelp(SEEDS_BY_ONE)}
            rows={8}
            {...{ given, problems }}
          />
          <fieldset>
            <legend>{form.limits}</legend>
            <p class="help">{form.limitsHelp}</p>
            <div class="limits">
              {field('depth', form.depth)}
              {field('hosts', form.hosts)}
              {field('pages', form.pages)}
              {field('minutes', form.minutes)}
              {field('rate', form.rate)}
              {field('per-host', form.perHost)}
            </div>
          </fieldset>
          <fieldset>
            <legend>{form.scope}</legend>
            <Lines name="allow" label={form.allow} help={form.placesHelp} rows={3} {...{ given, problems }} />
            <Tick name="stay" label={form.stay} isOn={given('stay') === 'yes'} />
            <Lines name="deny" label={form.deny} help={form.placesHelp} rows={3} {...{ given, problems }} />
            <Tick name="watch" label={form.watch} isOn={given('watch') === 'yes'} />
          </fieldset>
          <button type="submit">{form.submit}</button>
        </Form>
      </div>
    </Page>
  );
}

interface LinesProps {
  readonly name: string;
  readonly label: string;
  readonly help: string;
  readonly rows: number;
  readonly given: (name: string) => string;
  readonly problems: readonly Problem[];
}

function Lines({ name, label, help, rows, given, problems }: LinesProps) {
  const wrong = problems.filter((problem) => problem.field === name);
  return (
    <div class={wrong.length === 0 ? 'field' : 'field wrong'}>
      <label for={name}>{label}</label>
      <p class="help" id={`${name}-help`}>
        {help}
      </p>
      {wrong.length > 0 && (
        <p class="problem" id={`${name}-problem`}>
          {wrong.map(({ text }) => text).join('. ')}
        </p>
      )}
      <textarea
        id={name}
        name={name}
        rows={rows}
        spellcheck={false}
        autocomplete="off"
        aria-invalid={wrong.length === 0 ? undefined : true}
        aria-describedby={wrong.length === 0 ? `${name}-help` : `${name}-help ${name}-problem`}
      >
        {given(name)}
      </textarea>
    </div>
  );
}

function Tick({ name, label, isOn }: { name: string; label: string; isOn: boolean }) {
  return (
    <p class="tick">
      <input type="checkbox" id={name} name={name} value="yes" checked={isOn} />
      <label for={name}>{label}</label>
    </p>
  );
}

interface SettingsProps {
  readonly page: PageContext;
  readonly word: { readonly text: string; readonly isBad: boolean } | undefined;
  readonly fromCases: FromCases;
  readonly exceptions: readonly RobotsException[];
  readonly names: ReadonlyMap<StaffId, string>;
  readonly hasProxy: boolean;
  readonly delayMs: number;
  readonly given: (name: string) => string;
  readonly problems: readonly Problem[];
}

/** Seeds from cases, exceptions from robots.txt, and what the settings file says. */
export function CrawlSettingsPage(props: SettingsProps) {
  const { page, word, problems, hasProxy, delayMs } = props;
  const { config, report, hosts } = page.texts.crawler;
  return (
    <Page page={page} title={config.title} at="GET /crawler" hasProblem={problems.length > 0}>
      <Flash text={word?.text} isBad={word?.isBad ?? false} />
      <ErrorSummary texts={page.texts} problems={problems} />
      <div class="crawl">
        <p class="crumb">
          <a href="/crawler">{report.back}</a>
        </p>
        <h1>{config.title}</h1>
        <FromCasesSwitch {...props} />
        <Exceptions {...props} />
        <section aria-labelledby="proxy">
          <h2 id="proxy">{config.proxy}</h2>
          <p>{hasProxy ? config.proxyOn : config.proxyOff}</p>
          <dl class="facts wide">
            <div>
              <dt>{config.delay}</dt>
              <dd>{hosts.seconds(formatsOf(page.language).count(delayMs / 1000))}</dd>
            </div>
          </dl>
        </section>
      </div>
    </Page>
  );
}

const mayChange = ({ person }: PageContext): boolean =>
  person !== undefined && mayUse('POST /crawler/robots', person.role);

function FromCasesSwitch({ page, fromCases, names }: SettingsProps) {
  const { config } = page.texts.crawler;
  const { runId, changedBy, changedAt } = fromCases;
  return (
    <section aria-labelledby="from-cases">
      <h2 id="from-cases">{config.fromCases}</h2>
      <p class="help">{config.fromCasesHelp}</p>
      <p>
        <b>{runId === undefined ? config.off : config.on(runId)}</b>{' '}
        {changedBy !== undefined && changedAt !== undefined && (
          <span class="help">
            {config.changed(names.get(changedBy) ?? '–', formatsOf(page.language).moment(changedAt))}
          </span>
        )}
      </p>
      {mayChange(page) && (
        <Form page={page} action="/crawler/from-cases">
          <button type="submit" class="quiet" name="to" value={runId === undefined ? 'on' : 'off'}>
            {runId === undefined ? config.turnOn : config.turnOff}
          </button>
        </Form>
      )}
    </section>
  );
}

function Exceptions({ page, exceptions, names, given, problems }: SettingsProps) {
  const { config } = page.texts.crawler;
  const formats = formatsOf(page.language);
  return (
    <section aria-labelledby="robots">
      <h2 id="robots">{config.robots}</h2>
      <p class="help">{config.robotsHelp}</p>
      {exceptions.length === 0 ? (
        <p class="empty">{config.noExceptions}</p>
      ) : (
        <table>
          <caption>{config.robotsCaption}</caption>
          <thead>
            <tr>
              {[config.host, config.reason, config.who, config.when].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
              <th scope="col">
                <span class="unseen">{config.drop}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {exceptions.map(({ host, reason, setBy, setAt }) => (
              <tr key={host}>
                <th scope="row">
                  <code class="address">{defangHost(host)}</code>
                </th>
                <td data-label={config.reason}>{reason}</td>
                <td data-label={config.who}>{names.get(setBy) ?? '–'}</td>
                <td data-label={config.when}>
                  <Moment at={setAt} text={formats.moment(setAt)} />
                </td>
                <td class="act">
                  {mayChange(page) && (
                    <Form page={page} action="/crawler/robots">
                      <button
                        type="submit"
                        class="quiet"
                        name="drop"
                        value={host}
                        aria-label={config.dropOf(defangHost(host))}
                      >
                        {config.drop}
                      </button>
                    </Form>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {mayChange(page) && (
        <Form page={page} action="/crawler/robots">
          <Field name="host" label={config.host} value={given('host')} problems={problems} />
          <Field name="reason" label={config.reason} value={given('reason')} problems={problems} />
          <button type="submit" class="quiet">
            {config.add}
          </button>
        </Form>
      )}
    </section>
  );
}
