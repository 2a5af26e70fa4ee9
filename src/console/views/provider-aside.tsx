/** Who a provider is, and what people decide about it. */
import { MOST_BY_ONE } from '../../notices/door.ts';
import { countryName } from '../../terms/countries.ts';
import { mayUse, type StaffRoute } from '../access.ts';
import { formatsOf } from '../format.ts';
import { ProviderWishesView } from './provider-wishes.tsx';
import type { ProviderProps } from './provider-props.ts';
import { Form, Moment } from './shell.tsx';

/** A wish that waits for a second person, the contact, the decisions, the wishes. */
export function ProviderAside(props: ProviderProps) {
  return (
    <>
      <Release {...props} />
      <Contact {...props} />
      <Decisions {...props} />
      <ProviderWishesView {...props} />
    </>
  );
}

function Release({ page, provider, release, names, myId, now }: ProviderProps) {
  if (release === undefined) return null;
  const texts = page.texts.providers;
  const isMine = release.askedBy === myId;
  const when = formatsOf(page.language).time(release.askedAt, now);
  return (
    <section aria-labelledby="release" class="hold on">
      <h2 id="release">{texts.waitsFor(texts.releases[release.what])}</h2>
      <p>{texts.asked(names.get(release.askedBy) ?? '–', when, release.items)}</p>
      {isMine && <p class="after">{texts.askedMine}</p>}
      {mayUse('POST /providers/:providerId/withdraw', page.person?.role) && (
        <div class="buttons">
          {!isMine && (
            <Form page={page} action={`/providers/${provider.id}/${release.what}`}>
              <button type="submit">{texts.confirm}</button>
            </Form>
          )}
          <Form page={page} action={`/providers/${provider.id}/withdraw`}>
            <button type="submit" class="quiet">
              {texts.withdraw}
            </button>
          </Form>
        </div>
      )}
    </section>
  );
}

function Contact({ page, provider, now }: ProviderProps) {
  const texts = page.texts.providers;
  const { contact, country, source, addedAt, bouncedAt, restsUntil } = provider;
  const formats = formatsOf(page.language);
  return (
    <section aria-labelledby="contact">
      <h2 id="contact">{texts.contact}</h2>
      <dl class="facts">
        <div>
          <dt>{contact.channel === 'mail' ? texts.address : texts.account}</dt>
          <dd class="address">{contact.channel === 'mail' ? contact.email : contact.account}</dd>
        </div>
        {country !== undefined && (
          <div>
            <dt>{texts.country}</dt>
            <dd>{countryName(country, page.language)}</dd>
          </div>
        )}
        <div>
          <dt>{texts.source}</dt>
          <dd>{texts.sources[source]}</dd>
        </div>
        <div>
          <dt>{texts.known}</dt>
          <dd>
            <Moment at={addedAt} text={formats.day(addedAt)} />{' '}
            <span class="muted">{texts.age(formats.age(addedAt, now))}</span>
          </dd>
        </div>
        {bouncedAt !== undefined && (
          <div>
            <dt>{texts.bouncedAt}</dt>
            <dd>
              <Moment at={bouncedAt} text={formats.moment(bouncedAt)} />
              {restsUntil !== undefined && restsUntil > now && (
                <span class="help">{texts.rests(formats.time(restsUntil, now))}</span>
              )}
            </dd>
          </div>
        )}
      </dl>
    </section>
  );
}

interface Act {
  readonly verb: 'approve' | 'refuse' | 'pause' | 'resume' | 'restore';
  readonly isMain: boolean;
  readonly isDanger?: boolean;
}

/** What there is to decide, as the provider stands. */
function actsFor({ standing, isPaused, bouncedAt }: ProviderProps['provider']): readonly Act[] {
  return [
    ...(standing === 'approved' ? [] : [{ verb: 'approve' as const, isMain: standing === 'new' }]),
    ...(bouncedAt === undefined ? [] : [{ verb: 'restore' as const, isMain: true }]),
    { verb: isPaused ? ('resume' as const) : ('pause' as const), isMain: isPaused },
    ...(standing === 'refused' ? [] : [{ verb: 'refuse' as const, isMain: false, isDanger: true }]),
  ];
}

const ROUTES = {
  approve: 'POST /providers/:providerId/approve',
  refuse: 'POST /providers/:providerId/refuse',
  pause: 'POST /providers/:providerId/pause',
  resume: 'POST /providers/:providerId/resume',
  restore: 'POST /providers/:providerId/restore',
} as const satisfies Record<Act['verb'], StaffRoute>;

function Decisions({ page, provider, heldItems, release }: ProviderProps) {
  const texts = page.texts.providers;
  // What waits for a second person is confirmed where it is shown, not a second time here.
  const acts = actsFor(provider)
    .filter(({ verb }) => mayUse(ROUTES[verb], page.person?.role))
    .filter(({ verb }) => verb !== release?.what);
  const isBulk = heldItems > MOST_BY_ONE && acts.some(({ verb }) => verb !== 'pause' && verb !== 'refuse');
  return (
    <section aria-labelledby="decide">
      <h2 id="decide">{texts.decide}</h2>
      <p>{texts.held(heldItems)}</p>
      <div class="buttons">
        {acts.map(({ verb, isMain, isDanger = false }) => (
          <Form key={verb} page={page} action={`/providers/${provider.id}/${verb}`}>
            <button type="submit" class={isMain ? undefined : isDanger ? 'quiet danger' : 'quiet'}>
              {texts[verb]}
            </button>
          </Form>
        ))}
      </div>
      {isBulk && <p class="help after">{texts.twoHelp(MOST_BY_ONE)}</p>}
      {acts.some(({ verb }) => verb === 'pause') && <p class="help">{texts.pauseHelp}</p>}
      {acts.some(({ verb }) => verb === 'refuse') && <p class="help">{texts.refuseHelp}</p>}
    </section>
  );
}
