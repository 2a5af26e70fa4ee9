import type { VNode } from 'preact';
import type { SiteContext } from '../../site/site-context.ts';
import { Field } from '../../site/views/field.tsx';

/** Whether a mailbox tells by mail: `absent` where the house can send none. */
export type NoticeChoice = 'absent' | 'off' | 'on';

/** Where it stands: on the receipt's page, as a first offer, or in the open mailbox. */
type NoticePlace = 'receipt' | 'mailbox';

/** Asks for an address, or takes it back. The address is not shown again: somebody else may be looking. */
export function NoticeForm(props: {
  readonly site: SiteContext;
  /** `mailbox` if not said. */
  readonly place?: NoticePlace;
  /** Hidden: carries the mailbox's key or the receipt, encrypted. */
  readonly token: string;
  readonly choice: NoticeChoice;
  readonly typed?: string | undefined;
  readonly problem?: string | undefined;
  /** Unfolded though nothing is wrong with what was typed. */
  readonly isOpen?: boolean;
}): VNode | null {
  const { site, place = 'mailbox', token, choice, typed = '', problem, isOpen = false } = props;
  const { notice } = site.texts;
  if (choice === 'absent') return null;
  // The mailbox's script sends the mailbox's forms.
  const marks = place === 'mailbox' ? { 'data-mailbox': '' } : {};
  return (
    <details class="by-mail" open={isOpen || problem !== undefined}>
      <summary>{notice.title}</summary>
      <div>
        <form method="post" action={`/${site.language}/${place}/notice`} novalidate autocomplete="off" {...marks}>
          <input type="hidden" name="token" value={token} />
          {choice === 'on' ? (
            <>
              <p>{notice.isOn}</p>
              <button type="submit" name="want" value="off" class="second">
                {notice.turnOff}
              </button>
            </>
          ) : (
            <>
              {place === 'receipt' && <p>{notice.freely}</p>}
              <Field
                name="address"
                label={notice.label}
                hint={notice.hint}
                value={typed}
                rows={1}
                type="email"
                autocomplete="email"
                problem={problem}
              />
              <button type="submit" name="want" value="on" class="second">
                {notice.turnOn}
              </button>
            </>
          )}
        </form>
      </div>
    </details>
  );
}
