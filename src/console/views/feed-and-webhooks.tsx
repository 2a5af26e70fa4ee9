/** The feed's keys, and the endpoints of webhooks. */
import type { ApiKey } from '../../known/door.ts';
import { WEBHOOK_KINDS, type Endpoint } from '../../webhooks/door.ts';
import { exchangeTexts } from '../texts/exchange.ts';
import { CheckField, ExchangeFrame, HealthLine, ModeField, type PageNews } from './exchange-parts.tsx';
import { OnceMore, PasswordAgain } from './once-more.tsx';
import { Field, Form, type PageContext } from './shell.tsx';

interface Common {
  readonly page: PageContext;
  readonly news: PageNews;
  readonly given: (name: string) => string;
}

/** Who follows the feed. */
export function FeedPage(props: Common & { readonly keys: readonly (ApiKey & { readonly takenToday: number })[] }) {
  const { page, news, keys, given } = props;
  const words = exchangeTexts(page.language);
  return (
    <ExchangeFrame page={page} title={words.toFeed} lead={words.feedLead} news={news}>
      <h2>{words.providers}</h2>
      {keys.length === 0 && <p class="empty">{words.noKeys}</p>}
      {keys.map((key) => (
        <section class="card" key={key.id} aria-label={key.name}>
          <h3>
            {key.name} {key.revokedAt !== undefined && <span class="badge off">{words.revoked}</span>}
          </h3>
          <p class="help">
            {key.id} · {words.perMinute}: {key.quotaPerMinute} · {words.usedToday}: {key.takenToday}
          </p>
          {key.revokedAt === undefined && (
            <Form page={page} action={`/partners/feed/${key.id}/revoke`}>
              <button type="submit" class="quiet">
                {words.revoke}
              </button>
            </Form>
          )}
        </section>
      ))}
      <h2>{words.addKey}</h2>
      <Form page={page} action="/partners/feed">
        <Field name="name" label={words.provider} value={given('name')} problems={news.problems} />
        <Field
          name="quotaPerMinute"
          label={words.perMinute}
          value={given('quotaPerMinute') || '600'}
          problems={news.problems}
        />
        <PasswordAgain page={page} problems={news.problems} />
        <button type="submit">{words.addKey}</button>
      </Form>
    </ExchangeFrame>
  );
}

type Counts = { readonly waiting: number; readonly givenUp: number; readonly delivered: number };

/** Who is told what happens. */
export function WebhooksPage(
  props: Common & { readonly endpoints: readonly Endpoint[]; readonly counts: ReadonlyMap<string, Counts> },
) {
  const { page, news, endpoints, given } = props;
  const words = exchangeTexts(page.language);
  return (
    <ExchangeFrame page={page} title={words.toWebhooks} lead={words.webhooksLead} news={news}>
      <h2>{words.endpoints}</h2>
      {endpoints.length === 0 && <p class="empty">{words.noEndpoints}</p>}
      {endpoints.map((endpoint) => (
        <EndpointCard key={endpoint.id} page={page} endpoint={endpoint} counts={props.counts.get(endpoint.id)} />
      ))}
      <h2>{words.addEndpoint}</h2>
      <Form page={page} action="/partners/webhooks">
        <Field name="name" label={words.name} value={given('name')} problems={news.problems} />
        <Field name="url" label={words.address} value={given('url')} problems={news.problems} />
        <ModeField page={page} id="mode" modes={['test', 'live']} value={given('mode') || 'test'} />
        <fieldset>
          <legend>{words.kinds}</legend>
          <p class="help">{words.kindsHelp}</p>
          {WEBHOOK_KINDS.filter((kind) => kind !== 'test').map((kind) => (
            <CheckField key={kind} name={`kind-${kind}`} label={kind} isOn={given(`kind-${kind}`) === 'yes'} />
          ))}
        </fieldset>
        <PasswordAgain page={page} problems={news.problems} />
        <button type="submit">{words.add}</button>
      </Form>
    </ExchangeFrame>
  );
}

function EndpointCard(props: { page: PageContext; endpoint: Endpoint; counts: Counts | undefined }) {
  const { page, endpoint, counts } = props;
  const words = exchangeTexts(page.language);
  const action = `/partners/webhooks/${endpoint.id}`;
  const { waiting = 0, givenUp = 0, delivered = 0 } = counts ?? {};
  const acts = [
    ['test', words.sendTest],
    ['replay', words.replayDay],
    ...(endpoint.state === 'on' ? ([['off', words.turnOff]] as const) : []),
    ['remove', words.remove],
  ] as const;
  const guarded = [
    ['secret', words.newSecret],
    ...(endpoint.state === 'on' ? [] : ([['on', words.turnOn]] as const)),
  ] as const;
  return (
    <section class="card" aria-labelledby={`endpoint-${endpoint.id}`}>
      <h3 id={`endpoint-${endpoint.id}`}>
        {endpoint.name} <span class={`badge ${endpoint.mode}`}>{words.modes[endpoint.mode]}</span>{' '}
        <span class={`badge ${endpoint.state === 'failed' ? 'illegal' : endpoint.state}`}>
          {words.states[endpoint.state]}
        </span>
      </h3>
      <p>
        <HealthLine page={page} health={endpoint} />
      </p>
      <p class="help">
        {words.queue(waiting, givenUp, delivered)}
        {endpoint.kinds.length > 0 && ` · ${endpoint.kinds.join(', ')}`}
      </p>
      <Form page={page} action={action}>
        <div class="actions">
          {acts.map(([act, text]) => (
            <button key={act} type="submit" name="act" value={act} class="quiet">
              {text}
            </button>
          ))}
        </div>
      </Form>
      {guarded.map(([act, text]) => (
        <OnceMore key={act} page={page} id={`password-${act}-${endpoint.id}`} action={action} act={text}>
          <input type="hidden" name="act" value={act} />
        </OnceMore>
      ))}
    </section>
  );
}
