/** The page of one case: everything an analyst works through, in the order of the work. */
import { CLOSE_REASONS } from '../../terms/outcomes.ts';
import { languageName } from '../../terms/site-languages.ts';
import { formatsOf } from '../format.ts';
import { timelineOf } from '../timeline.ts';
import { CaseItems } from './case-items.tsx';
import type { CaseProps } from './case-props.ts';
import { Dispatches } from './dispatches.tsx';
import { HandedOfCase } from './handed.tsx';
import { LaddersView } from './ladders.tsx';
import { HostsView } from './host-map.tsx';
import { Notes } from './notes.tsx';
import { NextForm } from './queue.tsx';
import { ProviderAnswersView } from './provider-answers.tsx';
import { Hold, ProposalView } from './proposal.tsx';
import { Presets, RadioQuestion } from './question.tsx';
import { ErrorSummary, Flash, Form, Moment, Page } from './shell.tsx';

/** Tips, items, answers, what follows; beside them the facts, the hold, what was sent, and what happened. */
export function CasePage(props: CaseProps) {
  const { page, screen, problems, word } = props;
  const { view } = screen;
  const title = page.texts.case.title(view.number);
  return (
    <Page page={page} title={title} hasProblem={problems.length > 0}>
      <Flash text={word?.text} isBad={word?.isBad ?? false} />
      <ErrorSummary texts={page.texts} problems={problems} />
      <Heading {...props} title={title} />
      <div class="columns">
        <div>
          <Tips {...props} />
          <CaseItems {...props} />
          <HandedOfCase
            page={page}
            casePath={`/cases/${view.id}`}
            handed={screen.handed}
            numberOf={(itemId) => screen.items.find(({ item }) => item.id === itemId)?.number ?? 0}
          />
          <CaseQuestions {...props} />
          {(view.state === 'new' || view.state === 'claimed') && !screen.items.some(({ isBlind }) => isBlind) && (
            <ProposalView {...props} />
          )}
          {screen.dispatches.length > 0 && <Dispatches {...props} />}
          <ProviderAnswersView {...props} />
          <LaddersView {...props} />
          <Notes {...props} />
          {screen.isMine && <Close {...props} />}
        </div>
        <aside>
          <Facts {...props} />
          <HostsView page={page} screen={screen} />
          {view.state !== 'closed' && <Hold {...props} />}
          <Timeline {...props} />
        </aside>
      </div>
    </Page>
  );
}

function Heading({ page, screen, title, joinedTo }: CaseProps & { title: string }) {
  const { view, isMine, names } = screen;
  const { texts } = page;
  const isEnded = view.state === 'decided' || view.state === 'closed';
  const other =
    view.state === 'claimed' && view.claimedBy !== undefined && !isMine ? names.get(view.claimedBy) : undefined;
  return (
    <div class="heading">
      <h1>
        {title} {view.isUrgent && <span class="badge urgent">{texts.case.urgent}</span>}{' '}
        <span class={`badge ${view.state}`}>{texts.caseStates[view.state]}</span>
      </h1>
      {view.state === 'new' && (
        <Form page={page} action={`/cases/${view.id}/claim`} class="inline">
          <button type="submit" aria-describedby="claim-help" data-key="c">
            {texts.case.claim}
          </button>
          <p class="help" id="claim-help">
            {texts.case.notYours}
          </p>
        </Form>
      )}
      {other !== undefined && <p class="help">{texts.case.otherHas(other)}</p>}
      {isEnded && <NextForm page={page} isEmpty={false} />}
      {isEnded && joinedTo === undefined && (
        <Form page={page} action={`/cases/${view.id}/take-up`} class="inline">
          <button type="submit" class="quiet" aria-describedby="take-up-help">
            {texts.case.takeUp}
          </button>
          <p class="help" id="take-up-help">
            {texts.case.takeUpHelp}
          </p>
        </Form>
      )}
      {isMine && (
        <Form page={page} action={`/cases/${view.id}/release`} class="inline">
          <button type="submit" class="quiet" aria-describedby="release-help" data-key="g">
            {texts.case.release}
          </button>
          <p class="help" id="release-help">
            {texts.case.releaseHelp}
          </p>
        </Form>
      )}
      {isMine && (
        <Form page={page} action={`/cases/${view.id}/skip`} class="inline">
          <button type="submit" class="quiet" aria-describedby="skip-help" data-key="-">
            {texts.desk.day.skip}
          </button>
          <p class="help" id="skip-help">
            {texts.desk.day.skipHelp}
          </p>
        </Form>
      )}
    </div>
  );
}

function Tips({ page, screen }: CaseProps) {
  const { texts, language } = page;
  const formats = formatsOf(language);
  return (
    <section aria-labelledby="tips">
      <h2 id="tips">{texts.case.tips}</h2>
      {screen.tips.length === 0 && <p class="empty">{texts.case.noTips}</p>}
      <ul class="rows">
        {screen.tips.map((tip, index) => (
          <li key={tip.id} class={tip.isUrgent ? 'urgent' : undefined}>
            <div>
              <b>{texts.tip.title(index + 1)}</b>{' '}
              {tip.isUrgent && <span class="badge urgent">{texts.case.urgent}</span>}{' '}
              <Moment at={tip.receivedHour} text={formats.moment(tip.receivedHour)} />
              <p class="help">
                {texts.categories[tip.category]} · {texts.sources[tip.source]} · {languageName(tip.language, language)}{' '}
                · {tip.hasContact ? texts.tip.contactGiven : texts.tip.contactNone}
                {tip.wantsAnswer && ` · ${texts.tip.wantsAnswer.toLowerCase()}`}
              </p>
            </div>
            {tip.erasedAt === undefined ? (
              <Form page={page} action={`/cases/${screen.view.id}/tips/${tip.id}/read`}>
                <button
                  type="submit"
                  class="quiet"
                  aria-label={texts.tip.readTip(index + 1)}
                  title={texts.tip.readNote}
                  data-key={index === 0 ? 'i' : undefined}
                >
                  {texts.tip.read}
                </button>
              </Form>
            ) : (
              <p class="help">{texts.tip.erased}</p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function CaseQuestions({ page, screen, questions, presets, problems }: CaseProps) {
  const { texts, language } = page;
  const answers: Readonly<Record<string, unknown>> = screen.view.answers;
  const answerTo = (code: string) => {
    const answer = answers[code];
    return typeof answer === 'string' ? answer : '';
  };
  return (
    <section aria-labelledby="questions">
      <h2 id="questions">{texts.case.questions}</h2>
      {screen.isMine ? (
        <Form page={page} action={`/cases/${screen.view.id}/answers`} class="questions" isAnswers>
          <Presets presets={presets} language={language} label={texts.desk.presets} />
          {questions.map((question) => (
            <RadioQuestion
              key={question.code}
              question={question}
              language={language}
              answer={answerTo(question.code)}
              problem={problems.find((each) => each.field === question.code)?.text}
            />
          ))}
          <button type="submit" class="quiet" data-key="s">
            {texts.case.saveAnswers}
          </button>
        </Form>
      ) : (
        <dl class="facts wide">
          {questions.map(({ code, text, options }) => (
            <div key={code}>
              <dt>{text[language]}</dt>
              <dd>{options.find((option) => option.code === answerTo(code))?.text[language] ?? texts.case.noAnswer}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

function Close({ page, screen, problems }: CaseProps) {
  const { texts } = page;
  const problem = problems.find((each) => each.field === 'reason');
  return (
    <details class="close" open={problem !== undefined}>
      <summary data-key="x">{texts.case.close}</summary>
      <p class="help">{texts.case.closeHelp}</p>
      <Form page={page} action={`/cases/${screen.view.id}/close`} class="questions">
        <RadioQuestion
          question={{
            code: 'reason',
            text: { en: texts.case.closeReason, sv: texts.case.closeReason },
            options: CLOSE_REASONS.map((code) => ({
              code,
              text: { en: texts.closeReasons[code], sv: texts.closeReasons[code] },
            })),
          }}
          language={page.language}
          answer=""
          problem={problem?.text}
        />
        <button type="submit" class="quiet">
          {texts.case.closeSubmit}
        </button>
      </Form>
    </details>
  );
}

function Facts(props: CaseProps) {
  const { page, screen, now } = props;
  const { texts, language } = page;
  const { view, names, isMine } = screen;
  const formats = formatsOf(language);
  const whom = isMine
    ? texts.case.you
    : view.claimedBy === undefined
      ? texts.case.nobody
      : (names.get(view.claimedBy) ?? texts.case.nobody);
  return (
    <section aria-labelledby="facts">
      <h2 id="facts">{texts.case.facts}</h2>
      <dl class="facts">
        <div>
          <dt>{texts.case.category}</dt>
          <dd>
            {texts.categories[view.category]}
            {view.origin === 'sighting' && <span class="help">{texts.crawler.hits.found}</span>}
            {view.origin === 'exchange' && <span class="help">{texts.case.fromHotline}</span>}
            {view.origin === 'partner' && (
              <span class="help">{texts.case.fromPartner((view.partner ?? '').toUpperCase())}</span>
            )}
          </dd>
        </div>
        <div>
          <dt>{texts.case.opened}</dt>
          <dd>
            <Moment at={view.openedHour} text={formats.moment(view.openedHour)} />{' '}
            <span class="muted">({formats.age(view.openedHour, view.closedAt ?? now)})</span>
          </dd>
        </div>
        <div>
          <dt>{texts.case.withWhom}</dt>
          <dd>{whom}</dd>
        </div>
        <div>
          <dt>{texts.case.state}</dt>
          <dd>
            {texts.caseStates[view.state]}
            {view.closeReason !== undefined && `: ${texts.closeReasons[view.closeReason].toLowerCase()}`}
          </dd>
        </div>
        <Ties {...props} />
      </dl>
    </section>
  );
}

/** Other cases that it has to do with, and the way to arrange that. */
function Ties({ page, screen, linked, joinedTo }: CaseProps) {
  const { texts } = page;
  const { arrange } = texts.desk;
  const { view } = screen;
  return (
    <div>
      <dt>{arrange.ties}</dt>
      <dd>
        {joinedTo !== undefined && (
          <p>
            {arrange.joinedTo} <a href={`/cases/${joinedTo.id}`}>{texts.case.title(joinedTo.number)}</a>
          </p>
        )}
        {linked.map(({ id, number }) => (
          <span key={id}>
            <a href={`/cases/${id}`}>{texts.case.title(number)}</a>{' '}
          </span>
        ))}
        <a href={`/cases/${view.id}/arrange`} data-key="h">
          {arrange.open}
        </a>
      </dd>
    </div>
  );
}

function Timeline({ page, screen }: CaseProps) {
  const { texts, language } = page;
  const formats = formatsOf(language);
  const days = Map.groupBy(timelineOf(screen, texts, language), (entry) => formats.day(entry.at));
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline">{texts.timeline.title}</h2>
      {[...days].map(([day, entries]) => (
        <div key={day} class="timeline">
          <h3>{day}</h3>
          <ul>
            {entries.map((entry, index) => (
              <li key={index}>
                <Moment at={entry.at} text={formats.clock(entry.at)} /> <span>{entry.text}</span>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}
