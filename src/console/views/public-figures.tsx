/** Figures for the public: what waits for a second person, what is on the site, and every snapshot there was. */
import type { PublicFigures, Snapshot as SnapshotOf } from '../../figures/door.ts';
import type { StaffId } from '../../terms/ids.ts';
import { mayUse } from '../access.ts';
import { formatsOf } from '../format.ts';
import { publicFiguresTexts } from '../texts/public-figures.ts';
import { Flash, Form, Moment, Page, type PageContext } from './shell.tsx';
import { SnapshotTable } from './snapshot-table.tsx';

type FiguresSnapshot = SnapshotOf<PublicFigures>;

interface PublicFiguresProps {
  readonly page: PageContext;
  readonly word: { readonly text: string; readonly isBad: boolean } | undefined;
  readonly snapshots: readonly FiguresSnapshot[];
  readonly names: ReadonlyMap<StaffId, string>;
  readonly myId: StaffId;
}

/** The page. */
export function PublicFiguresDeskPage(props: PublicFiguresProps) {
  const { page, word, snapshots } = props;
  const words = publicFiguresTexts(page.language);
  const waiting = snapshots.find(({ state }) => state === 'prepared');
  const onSite = snapshots.find(({ state }) => state === 'published');
  const isSupervisor = mayUse('POST /figures/public/prepare', page.person?.role);
  return (
    <Page page={page} title={words.title} at="GET /figures">
      <Flash text={word?.text} isBad={word?.isBad ?? false} />
      <p class="crumb">
        <a href="/figures">{page.texts.figures.title}</a>
      </p>
      <h1>{words.title}</h1>
      <p class="lead">{words.lead}</p>
      <div class="columns">
        <div>
          <h2>{words.snapshots}</h2>
          {snapshots.length === 0 ? <p class="empty">{words.none}</p> : <Snapshots {...props} />}
        </div>
        <aside>
          {waiting !== undefined && (
            <section class="hold on" aria-labelledby="waiting">
              <h2 id="waiting">{words.waiting}</h2>
              <Snapshot {...props} snapshot={waiting} />
            </section>
          )}
          <section aria-labelledby="on-site">
            <h2 id="on-site">{words.published}</h2>
            {onSite === undefined ? <p>{words.nothing}</p> : <Snapshot {...props} snapshot={onSite} />}
            {waiting === undefined && isSupervisor && (
              <Form page={page} action="/figures/public/prepare" class="after">
                <button type="submit">{words.prepare}</button>
              </Form>
            )}
          </section>
        </aside>
      </div>
    </Page>
  );
}

function Snapshot(props: PublicFiguresProps & { readonly snapshot: FiguresSnapshot }) {
  const { page, snapshot, names, myId } = props;
  const words = publicFiguresTexts(page.language);
  const { id, state, preparedBy, preparedAt } = snapshot;
  const isSupervisor = mayUse('POST /figures/public/prepare', page.person?.role);
  const isMine = preparedBy === myId;
  const step = (name: 'publish' | 'withdraw') => (
    <Form page={page} action={`/figures/public/${id}/${name}`} class="after">
      <button type="submit" class={name === 'withdraw' ? 'quiet' : undefined}>
        {words[name]}
      </button>
    </Form>
  );
  return (
    <>
      <p>
        <a href={`/figures/public/${id}`}>{words.preview}</a>
      </p>
      <p class="help">
        {words.snapshot(id)}: {names.get(preparedBy) ?? '–'},{' '}
        <Moment at={preparedAt} text={formatsOf(page.language).moment(preparedAt)} />
      </p>
      {isSupervisor && state === 'prepared' && !isMine && step('publish')}
      {isSupervisor && state === 'prepared' && isMine && <p class="help after">{words.cannotPublish}</p>}
      {isSupervisor && step('withdraw')}
    </>
  );
}

function Snapshots({ page, snapshots, names }: PublicFiguresProps) {
  const words = publicFiguresTexts(page.language);
  return (
    <SnapshotTable
      {...{ page, words, names, caption: words.snapshots, first: words.snapshots, snapshots }}
      nameOf={({ id }) => words.snapshot(id)}
      hrefOf={(id) => `/figures/public/${id}`}
    />
  );
}

/** What stands above the public's page while it is only looked at. */
export function FiguresPreviewBar({ page, id }: { readonly page: PageContext; readonly id: number }) {
  const words = publicFiguresTexts(page.language);
  return (
    <section class="preview-bar" lang={page.language} dir="ltr" aria-labelledby="preview-title">
      <p id="preview-title">{words.bar(id)}</p>
      <a href="/figures/public">{words.back}</a>
    </section>
  );
}
