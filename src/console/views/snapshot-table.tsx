import type { Snapshot } from '../../figures/door.ts';
import type { StaffId } from '../../terms/ids.ts';
import { formatsOf } from '../format.ts';
import { Moment, type PageContext } from './shell.tsx';

interface SnapshotTableProps<T> {
  readonly page: PageContext;
  readonly caption: string;
  /** The first column's name, and what stands in it. */
  readonly first: string;
  readonly nameOf: (snapshot: Snapshot<T>) => string;
  readonly hrefOf: (id: number) => string;
  readonly words: {
    readonly state: string;
    readonly states: Readonly<Record<Snapshot<unknown>['state'], string>>;
    readonly by: string;
    readonly publishedBy: string;
  };
  readonly snapshots: readonly Snapshot<T>[];
  readonly names: ReadonlyMap<StaffId, string>;
  /** Whether it is said when each was published. */
  readonly saysWhen?: boolean;
}

/** Every snapshot there was, with who took it and who published it. */
export function SnapshotTable<T>(props: SnapshotTableProps<T>) {
  const { page, caption, first, nameOf, hrefOf, words, snapshots, names, saysWhen = false } = props;
  const formats = formatsOf(page.language);
  const name = (id: StaffId | undefined) => (id === undefined ? '–' : (names.get(id) ?? '–'));
  return (
    <table class="versions">
      <caption class="unseen">{caption}</caption>
      <thead>
        <tr>
          {[first, words.state, words.by, words.publishedBy].map((each) => (
            <th key={each} scope="col">
              {each}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {snapshots.map((each) => (
          <tr key={each.id} class={each.state === 'withdrawn' ? 'past' : undefined}>
            <th scope="row">
              <a href={hrefOf(each.id)}>{nameOf(each)}</a>
            </th>
            <td data-label={words.state}>{words.states[each.state]}</td>
            <td data-label={words.by}>
              {name(each.preparedBy)}, <Moment at={each.preparedAt} text={formats.moment(each.preparedAt)} />
            </td>
            <td data-label={words.publishedBy}>
              {name(each.publishedBy)}
              {saysWhen && each.publishedAt !== undefined && (
                <>
                  , <Moment at={each.publishedAt} text={formats.moment(each.publishedAt)} />
                </>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
