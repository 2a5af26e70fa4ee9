/** One partner: its settings as a form, a connection test, how its system has been answering, and who changed what. */
import {
  isSecret,
  PARTNER_MODES,
  type ConnectionReport,
  type PartnerDefinition,
  type PartnerHealth,
  type PartnerMode,
  type PartnerSettings,
  type SettingField,
} from '../../partners/door.ts';
import { formatsOf } from '../format.ts';
import { partnerSettingTexts, type PartnerSettingTexts } from '../texts/partner-settings.ts';
import { codeText } from '../texts/texts.ts';
import { PasswordAgain } from './once-more.tsx';
import { ErrorSummary, Flash, Form, Moment, Page, type PageContext, type Problem } from './shell.tsx';

/** The name of whoever saves's own password: `password` may be the partner's. */
export const OWN_PASSWORD = 'own-password';

export interface PartnerSettingsProps {
  readonly page: PageContext;
  readonly definition: PartnerDefinition;
  /** What stands in the form: the stored settings, or what was just typed. Secrets in it are never shown. */
  readonly settings: PartnerSettings;
  /** Names of the secrets that are set. */
  readonly setSecrets: ReadonlySet<string>;
  readonly stored: { readonly at: Date; readonly who: string } | undefined;
  readonly health: PartnerHealth | undefined;
  readonly changes: readonly { readonly mode: PartnerMode; readonly at: Date; readonly who: string }[];
  readonly problems: readonly Problem[];
  readonly test: ConnectionReport | undefined;
  readonly isSaved: boolean;
}

/** The page. */
export function PartnerSettingsPage(props: PartnerSettingsProps) {
  const { page, definition, problems, test, isSaved } = props;
  const words = partnerSettingTexts(page.language);
  const name = words.names[definition.name];
  const path = `/partners/${definition.name}`;
  return (
    <Page page={{ ...page, path }} title={words.configure(name)} at="GET /partners" hasProblem={problems.length > 0}>
      <Flash text={isSaved ? words.saved : undefined} />
      {test !== undefined && (
        <Flash text={test.ok ? words.testGood : words.testBad(failureText(page, test.code))} isBad={!test.ok} />
      )}
      <ErrorSummary texts={page.texts} problems={problems} />
      <p class="crumb">
        <a href="/partners">{words.back}</a>
      </p>
      <h1>{name}</h1>
      <div class="columns">
        <div>
          <SettingsForm {...props} words={words} path={path} />
        </div>
        <aside>
          <TestForm page={page} words={words} path={path} />
          <Health {...props} words={words} />
          <Changes {...props} words={words} />
        </aside>
      </div>
    </Page>
  );
}

const failureText = (page: PageContext, code: string): string =>
  codeText(page.texts.failures, code, page.texts.otherCode);

type Inner = PartnerSettingsProps & { readonly words: PartnerSettingTexts };

function SettingsForm(props: Inner & { path: string }) {
  const { page, definition, settings, stored, words, path } = props;
  const formats = formatsOf(page.language);
  return (
    <section aria-labelledby="settings">
      <h2 id="settings">{words.settings}</h2>
      <p class="help">
        {stored === undefined ? words.fromEnvironment : words.changedBy(stored.who, formats.moment(stored.at))}
      </p>
      <Form page={page} action={path}>
        <div class="q" role="radiogroup" aria-labelledby="mode-label">
          <div class="q-text">
            <span id="mode-label">{words.mode}</span>
          </div>
          <div class="options">
            {PARTNER_MODES.map((mode, index) => (
              <label key={mode}>
                <input
                  type="radio"
                  name="mode"
                  value={mode}
                  id={index === 0 ? 'mode' : undefined}
                  checked={mode === settings.mode}
                />
                <span>
                  {words.modes[mode][0]} <span class="help">{words.modes[mode][1]}</span>
                </span>
              </label>
            ))}
          </div>
        </div>
        {definition.fields.map((field) => (
          <SettingInput key={field.name} {...props} field={field} />
        ))}
        <PasswordAgain page={page} problems={props.problems} name={OWN_PASSWORD} isForOffToo={false} />
        <p class="help">{words.saveHelp}</p>
        <button type="submit">{words.save}</button>
      </Form>
    </section>
  );
}

function SettingInput({ page, settings, setSecrets, problems, words, field }: Inner & { field: SettingField }) {
  const { name, kind, label, help, isNeeded } = field;
  const problem = problems.find((each) => each.field === name);
  const isSet = setSecrets.has(name);
  const standing = isSecret(field) ? ` ${isSet ? words.secretSet : words.secretUnset}` : '';
  const value = isSecret(field) ? '' : (settings.values[name] ?? '');
  const attributes = {
    id: name,
    name,
    'aria-invalid': problem === undefined ? undefined : true,
    'aria-describedby': [`${name}-help`, problem === undefined ? '' : `${name}-problem`].join(' ').trim(),
  } as const;
  return (
    <div class={problem === undefined ? 'field' : 'field wrong'}>
      <label for={name}>
        {label[page.language]} {isNeeded && <span class="help">({words.needed})</span>}
      </label>
      <p class="help" id={`${name}-help`}>
        {help[page.language]}
        {standing}
      </p>
      {problem !== undefined && (
        <p class="problem" id={`${name}-problem`}>
          {problem.text}
        </p>
      )}
      {kind === 'block' || kind === 'secret-block' ? (
        <textarea {...attributes} rows={6} autocomplete="off" spellcheck={false}>
          {value}
        </textarea>
      ) : kind === 'choice' ? (
        <select {...attributes}>
          <option value="">–</option>
          {(field.options ?? []).map((option) => (
            <option key={option.value} value={option.value} selected={option.value === value}>
              {option.label[page.language]}
            </option>
          ))}
        </select>
      ) : (
        <LineInput attributes={attributes} isSecret={kind === 'secret'} value={value} />
      )}
      {isSecret(field) && isSet && (
        <label class="tick">
          <input type="checkbox" name={`forget-${name}`} value="yes" /> {words.forget}
        </label>
      )}
    </div>
  );
}

function LineInput(props: {
  attributes: { id: string; name: string; 'aria-invalid': true | undefined; 'aria-describedby': string };
  isSecret: boolean;
  value: string;
}) {
  const common = { ...props.attributes, value: props.value, autocapitalize: 'none', spellcheck: false } as const;
  return props.isSecret ? (
    <input type="password" autocomplete="new-password" {...common} />
  ) : (
    <input type="text" autocomplete="off" {...common} />
  );
}

function TestForm({ page, words, path }: { page: PageContext; words: PartnerSettingTexts; path: string }) {
  return (
    <Form page={page} action={`${path}/test`}>
      <button type="submit" class="quiet">
        {words.test}
      </button>
      <p class="help">{words.testHelp}</p>
    </Form>
  );
}

function Health({ page, health, words }: Inner) {
  const formats = formatsOf(page.language);
  const { lastSuccessAt, failingSince, failureCode } = health ?? {};
  return (
    <section aria-labelledby="health">
      <h2 id="health">{words.health}</h2>
      <dl class="facts">
        <dt>{words.lastSuccess}</dt>
        <dd>
          {lastSuccessAt === undefined ? (
            words.never
          ) : (
            <Moment at={lastSuccessAt} text={formats.moment(lastSuccessAt)} />
          )}
        </dd>
      </dl>
      {failingSince === undefined ? (
        lastSuccessAt !== undefined && <p class="help">{words.noFailure}</p>
      ) : (
        <p class="warning">
          {words.failingSince(formats.moment(failingSince), failureText(page, failureCode ?? 'unknown'))}
        </p>
      )}
    </section>
  );
}

function Changes({ page, changes, words }: Inner) {
  const formats = formatsOf(page.language);
  return (
    <section aria-labelledby="changes">
      <h2 id="changes">{words.changes}</h2>
      {changes.length === 0 ? (
        <p class="empty">{words.noChanges}</p>
      ) : (
        <table>
          <caption>{words.changesCaption(changes.length)}</caption>
          <thead>
            <tr>
              <th scope="col">{words.when}</th>
              <th scope="col">{words.who}</th>
              <th scope="col">{words.mode}</th>
            </tr>
          </thead>
          <tbody>
            {changes.map(({ at, who, mode }) => (
              <tr key={at.toISOString()}>
                <th scope="row">
                  <Moment at={at} text={formats.moment(at)} />
                </th>
                <td data-label={words.who}>{who}</td>
                <td data-label={words.mode}>{words.modes[mode][0]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
