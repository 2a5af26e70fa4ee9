import type { VNode } from 'preact';
import type { SiteContext } from '../../site/site-context.ts';
import { Shell } from '../../site/views/shell.tsx';

/** Where a mail's link leads: the button, then word that it is done. It says the same whether or not there was an address. */
export function StopNoticePage({
  site,
  isStopped,
}: {
  readonly site: SiteContext;
  readonly isStopped: boolean;
}): VNode {
  const { notice } = site.texts;
  const title = isStopped ? notice.stopped : notice.stopTitle;
  return (
    <Shell site={site} title={title} elsewhere={{ kind: 'none' }} isUnlisted>
      <h1>{title}</h1>
      {!isStopped && (
        <form method="post">
          <p>{notice.stopText}</p>
          <button type="submit">{notice.turnOff}</button>
        </form>
      )}
    </Shell>
  );
}
