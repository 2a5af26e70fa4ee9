import type { TakedownGroup } from '../../figures/door.ts';
import type { ListedProvider, OpenCase, ProviderRelease, ShownLetter } from '../../notices/door.ts';
import type { StaffId } from '../../terms/ids.ts';
import type { TypedWishes } from '../provider-wishes.ts';
import type { PageContext, Problem } from './shell.tsx';

/** What the page of one provider, and each part of it, is drawn from. */
export interface ProviderProps {
  readonly page: PageContext;
  readonly word: { readonly text: string; readonly isBad: boolean } | undefined;
  readonly problems: readonly Problem[];
  readonly provider: ListedProvider;
  readonly heldItems: number;
  readonly release: ProviderRelease | undefined;
  readonly names: ReadonlyMap<StaffId, string>;
  readonly myId: StaffId;
  readonly letters: readonly ShownLetter[];
  readonly openCases: { readonly cases: readonly OpenCase[]; readonly more: number };
  readonly times: TakedownGroup | undefined;
  /** The form about its wishes, as it was typed or as it stands. */
  readonly typed: TypedWishes;
  readonly groupMinutes: number;
  readonly timeZone: string;
  readonly now: Date;
}
