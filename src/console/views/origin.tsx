/** What stands before an item's host, and where it is kept behind it: as it is known, and the form that says so. */
import { ORIGIN_WAYS, standingOrigin, type Question } from '../../cases/door.ts';
import { standOf } from '../../deciding/door.ts';
import type { ProxyStand } from '../../routing/door.ts';
import { countryName } from '../../terms/countries.ts';
import type { CaseScreen, ItemScreen } from '../case-screen.ts';
import { defangHost, defangText, formatsOf } from '../format.ts';
import { ORIGIN_FIELDS, originHints, type OriginFields, type OriginHint } from '../origin-form.ts';
import { originTexts, originTextsIn, type OriginTexts } from '../texts/origin.ts';
import { codeText } from '../texts/texts.ts';
import { RadioQuestion } from './question.tsx';
import { Field, Form, type PageContext, type Problem } from './shell.tsx';

interface OriginProps {
  readonly page: PageContext;
  readonly screen: CaseScreen;
  readonly item: ItemScreen;
  /** As the form was sent, when it was not whole. */
  readonly typed: OriginFields | undefined;
  readonly problems: readonly Problem[];
}

/** The section; where no CDN or proxy is known, folded away for whoever knows of one. */
export function OriginView(props: OriginProps) {
  const { page, screen, item, typed } = props;
  const texts = originTexts(page.language);
  const { proxy, isKnownProxy } = standOf(screen.hosts, item.item.id);
  if (proxy === 'none' && !screen.isMine) return null;
  const isOpen = typed !== undefined || (proxy === 'origin-unknown' && item.item.state !== 'new');
  return (
    <section aria-labelledby="origin" class="origin">
      <h2 id="origin">{texts.title}</h2>
      <p class="help">{proxy === 'none' ? texts.lead.none : isKnownProxy ? texts.lead.known : texts.lead.said}</p>
      <Known {...props} />
      <Hints {...props} />
      {screen.isMine ? (
        <details class="close after" open={isOpen}>
          <summary>{texts.open[SUMMARIES[proxy]]}</summary>
          <OriginForm {...props} />
        </details>
      ) : (
        proxy === 'origin-unknown' && <p class="help">{texts.cannot}</p>
      )}
    </section>
  );
}

/** What the folded form is called. */
const SUMMARIES: Readonly<Record<ProxyStand, keyof OriginTexts['open']>> = {
  none: 'unlisted',
  'origin-unknown': 'first',
  'origin-known': 'correct',
  'origin-not-found': 'correct',
};

/** What somebody has said, and what came of it. */
function Known({ page, screen, item }: OriginProps) {
  const { language } = page;
  const texts = originTexts(language);
  const stand = standOf(screen.hosts, item.item.id);
  const word = screen.view.origins.get(item.item.id);
  const standing = standingOrigin(word, item.item.locatedAt);
  const who =
    standing === undefined
      ? undefined
      : texts.by(screen.names.get(standing.staffId) ?? '–', formatsOf(language).moment(standing.notedAt));
  if (standing?.said === 'found') {
    const { host, ip, country, way, locationCode } = standing;
    return (
      <>
        {stand.isOriginProxy && <p class="warning">{texts.leadsBack}</p>}
        {locationCode === undefined && <p class="warning">{texts.looking}</p>}
        <dl class="facts wide">
          <Fact name={texts.origin} value={defangHost(host)} isAddress />
          {ip !== undefined && ip !== host && <Fact name={texts.originIp} value={defangHost(ip)} isAddress />}
          {locationCode !== undefined && (
            <Fact
              name={texts.originCountry}
              value={
                country === undefined
                  ? locationCode === 'found'
                    ? page.texts.case.unknown
                    : codeText(page.texts.locations, locationCode, page.texts.otherCode)
                  : `${countryName(country, language)} (${country})`
              }
            />
          )}
          <Fact name={texts.foundBy} value={`${texts.ways[way]}. ${who ?? ''}`} />
        </dl>
      </>
    );
  }
  const { proxy } = stand;
  if (standing !== undefined)
    return (
      <p>
        {texts.stands['origin-not-found']} <span class="help">{who}</span>
      </p>
    );
  const isOld = word !== undefined && word.said !== 'taken-back';
  return (
    <>
      {proxy === 'origin-unknown' && <p>{texts.stands['origin-unknown']}</p>}
      {isOld && (
        <p class="help">
          {texts.outOfDate}{' '}
          {word.said === 'found' ? texts.before.found(defangHost(word.host)) : texts.before['not-found']}
        </p>
      )}
    </>
  );
}

function Fact({ name, value, isAddress = false }: { name: string; value: string; isAddress?: boolean }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd class={isAddress ? 'address' : undefined}>{value}</dd>
    </div>
  );
}

const hintsOf = ({ screen, item }: OriginProps): readonly OriginHint[] =>
  originHints(screen.providers.answers, item.item.id);

/** What the CDN, or whoever was told, has answered about whose it is. */
function Hints(props: OriginProps) {
  const texts = originTexts(props.page.language);
  return hintsOf(props).map(({ provider, other, text }, index) => (
    <div key={index} class="hint">
      <p>
        {texts.answered(provider ?? '–')} {other !== undefined && texts.names(defangText(other))}
      </p>
      {text !== undefined && <p class="words">{defangText(text)}</p>}
    </div>
  ));
}

function OriginForm(props: OriginProps) {
  const { page, screen, item, problems } = props;
  const { language } = page;
  const texts = originTexts(language);
  const fields = props.typed ?? fieldsOf(props);
  const problemOf = (name: string) => problems.find(({ field }) => field === name)?.text;
  const hasWord = standingOrigin(screen.view.origins.get(item.item.id), item.item.locatedAt) !== undefined;
  return (
    <Form page={page} action={`/cases/${screen.view.id}/items/${item.item.id}/origin`} class="stacked">
      <RadioQuestion
        question={saidQuestion(hasWord)}
        {...{ language, answer: fields.said, problem: problemOf(ORIGIN_FIELDS.said) }}
      />
      <Field {...{ name: ORIGIN_FIELDS.host, label: texts.host, help: texts.hostHelp, value: fields.host, problems }} />
      <RadioQuestion
        question={WAY_QUESTION}
        {...{ language, answer: fields.way, problem: problemOf(ORIGIN_FIELDS.way) }}
      />
      <button type="submit">{texts.save}</button>
    </Form>
  );
}

/** What was said before, to be corrected; else the first host that an answer names. */
function fieldsOf(props: OriginProps): OriginFields {
  const word = props.screen.view.origins.get(props.item.item.id);
  if (word?.said === 'found') return { said: '', host: word.host, way: word.way };
  const [host] = hintsOf(props).flatMap(({ hosts }) => hosts);
  return { said: '', host: host ?? '', way: host === undefined ? '' : 'provider' };
}

const saidQuestion = (hasWord: boolean): Question => ({
  code: ORIGIN_FIELDS.said,
  text: originTextsIn(({ said }) => said),
  options: (['found', 'not-found', ...(hasWord ? (['taken-back'] as const) : [])] as const).map((code) => ({
    ...{ code, text: originTextsIn(({ saidOptions }) => saidOptions[code]) },
  })),
});

const WAY_QUESTION: Question = {
  code: ORIGIN_FIELDS.way,
  text: originTextsIn(({ way }) => way),
  help: originTextsIn(({ wayHelp }) => wayHelp),
  options: ORIGIN_WAYS.map((code) => ({ code, text: originTextsIn(({ ways }) => ways[code]) })),
};
