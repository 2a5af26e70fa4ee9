/** Who has been told about each item of a case, who comes next, and changing that by hand. */
import { RUNGS, type ShownRung, type ShownTakedown } from '../../notices/door.ts';
import { formatsOf } from '../format.ts';
import type { CaseProps } from './case-props.ts';
import { Form, type PageContext } from './shell.tsx';

/** So many ladders are shown open; more are opened one by one. */
const MOST_OPEN = 3;

/** The section; nothing at all before a provider is to be told. */
export function LaddersView(props: CaseProps) {
  const { page, screen } = props;
  const { ladders } = screen;
  if (ladders.length === 0) return null;
  return (
    <section aria-labelledby="ladders">
      <h2 id="ladders">{page.texts.ladders.title}</h2>
      {ladders.map((takedown) => (
        <LadderView key={takedown.id} {...props} takedown={takedown} />
      ))}
    </section>
  );
}

type LadderProps = CaseProps & { readonly takedown: ShownTakedown };

const numberOf = ({ screen, takedown }: LadderProps): number =>
  screen.items.find(({ item }) => item.id === takedown.itemId)?.number ?? 0;

function LadderView(props: LadderProps) {
  const { page, screen, takedown, now } = props;
  const texts = page.texts.ladders;
  return (
    <details class="ladder" open={screen.ladders.length <= MOST_OPEN}>
      <summary>
        <b>{texts.item(numberOf(props))}</b> {takedown.isUrgent && <span class="badge urgent">{texts.urgent}</span>}{' '}
        <span class="muted">{stateText(page, takedown, now)}</span>
      </summary>
      {takedown.rungs.length === 0 ? (
        <p class="empty">{texts.nobody}</p>
      ) : (
        <ol class="rungs">
          {takedown.rungs.map((rung) => (
            <li key={rung.providerId} class={rung.isOut || rung.standing === 'refused' ? 'past' : markOf(rung)}>
              <span>{texts.rungs[rung.rung]}</span>
              <a href={`/providers/${rung.providerId}`}>{rung.providerName}</a>
              <span class="help">{rungFacts(page, takedown, rung, now).join(' · ')}</span>
            </li>
          ))}
        </ol>
      )}
      {screen.providers.mayLook && mayChange(takedown) && <Change {...props} />}
    </details>
  );
}

const markOf = ({ toldAt }: ShownRung): string | undefined => (toldAt === undefined ? undefined : 'told-rung');

/** A ladder of which nobody was told can still get somebody, though it has ended. */
const mayChange = ({ state, firstToldAt }: ShownTakedown): boolean => state !== 'ended' || firstToldAt === undefined;

/** How it stands, in a sentence or two. */
function stateText(page: PageContext, takedown: ShownTakedown, now: Date): string {
  const texts = page.texts.ladders;
  const formats = formatsOf(page.language);
  const { state, attention = '', endReason = '', nextAt, graceUntil } = takedown;
  switch (state) {
    case 'ended':
      return texts.ended[endReason] ?? texts.endedOther(endReason);
    case 'stopped':
      return texts.stoppedFor[attention] ?? texts.states.stopped;
    case 'seeking':
      return texts.states.seeking;
    case 'running': {
      const parts = [texts.states.running];
      if (attention === 'approval') parts.push(texts.approval);
      if (graceUntil !== undefined && graceUntil > now) parts.push(texts.grace(formats.time(graceUntil, now)));
      else if (nextAt !== undefined && nextAt > now) parts.push(texts.next(formats.time(nextAt, now)));
      return parts.join(' ');
    }
  }
}

/** What there is to say of one rung, in the order in which it happened. */
function rungFacts(page: PageContext, takedown: ShownTakedown, rung: ShownRung, now: Date): readonly string[] {
  const texts = page.texts.ladders;
  const time = (at: Date) => formatsOf(page.language).time(at, now);
  const { toldAt, lastToldAt, leavesAt, answer, quietUntil } = rung;
  const isReminded = toldAt !== undefined && lastToldAt !== undefined && lastToldAt > toldAt;
  const isOpen = takedown.state !== 'ended';
  return [
    ...(toldAt === undefined ? [] : [texts.told(time(toldAt))]),
    ...(isReminded ? [texts.reminded(time(lastToldAt))] : []),
    ...(answer === undefined ? [] : [texts.said(page.texts.answers.kinds[answer.kind], time(answer.at))]),
    ...(isOpen ? whyNot(page, rung, now) : []),
    ...(leavesAt === undefined || !isOpen ? [] : [texts.leaves(time(leavesAt))]),
    ...(isOpen && rung.isAsking ? [texts.asking] : []),
    ...(isOpen && quietUntil !== undefined && quietUntil > now ? [texts.quiet(time(quietUntil))] : []),
  ];
}

/** Why it is not told, or that it comes later. */
function whyNot(page: PageContext, rung: ShownRung, now: Date): readonly string[] {
  const texts = page.texts.ladders;
  if (rung.standing === 'refused') return [texts.refused];
  if (rung.restsUntil !== undefined && rung.restsUntil > now) return [texts.bounces];
  if (rung.isOut) return [texts.out];
  if (rung.toldAt !== undefined) return [];
  if (rung.rung === 'owner' && (rung.source === 'rdap' || rung.source === 'ripe')) return [texts.stranger];
  if (rung.standing === 'new') return [texts.waitsApproval];
  return rung.leavesAt === undefined ? [texts.later] : [];
}

function Change(props: LadderProps) {
  const { page, screen, takedown } = props;
  const texts = page.texts.ladders;
  const number = numberOf(props);
  const path = `/cases/${screen.view.id}/takedowns/${takedown.id}`;
  const hasNext = takedown.rungs.some((rung) => !rung.isOut && rung.toldAt === undefined && !rung.isWaiting);
  return (
    <details class="close change">
      <summary aria-label={texts.changeItem(number)}>{texts.change}</summary>
      {takedown.state === 'running' && hasNext && (
        <Form page={page} action={`${path}/next`} class="inline">
          <button type="submit" class="quiet" aria-label={texts.pushItem(number)}>
            {texts.push}
          </button>
        </Form>
      )}
      <Form page={page} action={`${path}/contact`} class="contact">
        <fieldset>
          <legend>{texts.add}</legend>
          <label>
            {texts.rung}{' '}
            <select name="rung">
              {RUNGS.map((rung) => (
                <option key={rung} value={rung} selected={rung === 'hosting'}>
                  {texts.rungs[rung]}
                </option>
              ))}
            </select>
          </label>
          <label>
            {texts.name} <input type="text" name="name" autocomplete="off" maxLength={200} />
          </label>
          <label>
            {texts.email} <input type="text" name="email" inputMode="email" autocomplete="off" maxLength={254} />
          </label>
          <button type="submit" class="quiet" aria-label={texts.addItem(number)}>
            {texts.addSubmit}
          </button>
          <p class="help">{texts.addHelp}</p>
        </fieldset>
      </Form>
    </details>
  );
}
