import type { VNode } from 'preact';
import type { SiteContext } from '../../site/site-context.ts';
import { Field } from '../../site/views/field.tsx';

/** Whether a mailbox tells by mail: `absent` where the house can send none. */
export type NoticeChoice = 'absent' | 'off' | 'on';

/** Asks for an address, or takes it back. The address is not shown again: somebody else may be looking. */
export function NoticeForm(props: {
  readonly site: SiteContext;
  /** Hidden: carries the mailbox's key, encrypted. */
  readonly token: string;
  readonly choice: NoticeChoice;
  readonly typed?: string | undefined;
  readonly problem?: string | undefined;
}): VNode | null {
  const { site, token, choice, typed = '', problem } = props;
  const { notice } = site.texts;
  if (choice === 'absent') return null;
  return (
    <details class="by-mail" open={problem !== undefined}>
      <summary>{notice.title}</summary>
      <div>
        <form method="post" action={`/${site.language}/mailbox/notice`} novalidate autocomplete="off" data-mailbox="">
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
