/** Other hotlines: our own key to read aloud, each peer as it stands, and the form for a new one. */
import { fingerprintOf, type Peer } from '../../exchange/door.ts';
import { exchangeTexts, type ExchangeTexts } from '../texts/exchange.ts';
import { CheckField, ExchangeFrame, HealthLine, ModeField, type PageNews } from './exchange-parts.tsx';
import { OnceMore, PasswordAgain } from './once-more.tsx';
import { Field, Form, type PageContext } from './shell.tsx';

export interface ExchangePageProps {
  readonly page: PageContext;
  readonly keyText: string;
  readonly nextKeyText: string;
  readonly peers: readonly Peer[];
  /** How many entries are given to peers now. */
  readonly entriesGiven: number;
  readonly handed: ReadonlyMap<string, { readonly received: number; readonly sent: number }>;
  readonly news: PageNews;
  readonly given: (name: string) => string;
}

const MODES = ['off', 'test', 'live'] as const;

/** The page. */
export function ExchangePage(props: ExchangePageProps) {
  const { page, peers, news } = props;
  const words = exchangeTexts(page.language);
  return (
    <ExchangeFrame page={page} title={words.toExchange} lead={words.exchangeLead} news={news}>
      <h2>{words.peers}</h2>
      <p class="help">{words.entriesGiven(props.entriesGiven)}</p>
      {peers.length === 0 && <p class="empty">{words.noPeers}</p>}
      {peers.map((peer) => (
        <PeerCard key={peer.id} {...props} peer={peer} words={words} />
      ))}
      <NewPeer {...props} words={words} />
      <h2>{words.ownKey}</h2>
      <p class="help">{words.ownKeyHelp}</p>
      <KeyText text={props.keyText} words={words} />
      <details>
        <summary>{words.nextKey}</summary>
        <p class="help">{words.nextKeyHelp}</p>
        <KeyText text={props.nextKeyText} words={words} />
        <OnceMore page={page} id="password-own-key" action="/partners/exchange/own-key" act={words.rotate} />
      </details>
    </ExchangeFrame>
  );
}

type Inner = ExchangePageProps & { readonly words: ExchangeTexts };

function KeyText({ text, words }: { text: string; words: ExchangeTexts }) {
  return (
    <>
      <p>
        <code class="key-text">{text}</code>
      </p>
      <p>
        {words.fingerprint}: <b class="fingerprint">{fingerprintOf(text)}</b>
      </p>
    </>
  );
}

function PeerCard({ page, peer, handed, words }: Inner & { peer: Peer }) {
  const counts = handed.get(peer.id) ?? { received: 0, sent: 0 };
  const path = `/partners/exchange/${peer.id}`;
  return (
    <section class="card" aria-labelledby={`peer-${peer.id}`}>
      <h3 id={`peer-${peer.id}`}>
        {peer.name} <span class={`badge ${peer.mode}`}>{words.modes[peer.mode]}</span>
      </h3>
      <p>
        <HealthLine page={page} health={peer} />
      </p>
      <p class="help">{words.handed(counts.received, counts.sent)}</p>
      <Form page={page} action={`${path}/test`}>
        <button type="submit" class="quiet">
          {words.test}
        </button>
      </Form>
      <details>
        <summary>{words.change}</summary>
        <p>
          {words.fingerprint}: <b class="fingerprint">{fingerprintOf(peer.keyText)}</b>
        </p>
        <Form page={page} action={path}>
          <input type="hidden" name="name" value={peer.name} />
          <div class="field">
            <label for={`url-${peer.id}`}>{words.address}</label>
            <input type="text" id={`url-${peer.id}`} name="url" value={peer.url} autocomplete="off" />
          </div>
          <ModeField page={page} id={`mode-${peer.id}`} modes={MODES} value={peer.mode} />
          <CheckField name="gives" id={`gives-${peer.id}`} label={words.gives} isOn={peer.gives} />
          <CheckField name="hands" id={`hands-${peer.id}`} label={words.hands} isOn={peer.handsCases} />
          <div class="field">
            <label for={`next-${peer.id}`}>{words.pinNext}</label>
            <textarea id={`next-${peer.id}`} name="next" rows={3} spellcheck={false}>
              {peer.nextKeyText ?? ''}
            </textarea>
          </div>
          <CheckField name="compared" id={`compared-${peer.id}`} label={words.compared} isOn={false} />
          <PasswordAgain page={page} id={`password-${peer.id}`} isForOffToo={false} />
          <button type="submit">{words.save}</button>
        </Form>
      </details>
    </section>
  );
}

function NewPeer({ page, news, given, words }: Inner) {
  const { problems } = news;
  return (
    <details open={problems.length > 0}>
      <summary>{words.addPeer}</summary>
      <Form page={page} action="/partners/exchange">
        <Field name="name" label={words.name} value={given('name')} problems={problems} />
        <Field name="country" label={words.country} value={given('country')} problems={problems} />
        <Field name="url" label={words.address} help={words.addressHelp} value={given('url')} problems={problems} />
        <Field name="keyText" label={words.key} help={words.keyHelp} value={given('keyText')} problems={problems} />
        <CheckField name="compared" label={words.compared} isOn={false} />
        <CheckField name="gives" label={words.gives} isOn={given('gives') === 'yes'} />
        <CheckField name="hands" label={words.hands} isOn={given('hands') === 'yes'} />
        <CheckField name="trusted" label={words.trusted} isOn={given('trusted') === 'yes'} />
        <p class="help">{words.trustedHelp}</p>
        <ModeField page={page} id="mode" modes={MODES} value={given('mode') || 'test'} />
        <PasswordAgain page={page} problems={problems} />
        <button type="submit">{words.add}</button>
      </Form>
    </details>
  );
}
