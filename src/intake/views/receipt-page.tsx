import type { VNode } from 'preact';
import type { SiteContext } from '../../site/site-context.ts';
import { ErrorSummary } from '../../site/views/field.tsx';
import { Notice, Phone, PoliceOtherwise, SupportLines } from '../../site/views/guidance.tsx';
import { QrCode } from '../../site/views/qr-code.tsx';
import { Shell } from '../../site/views/shell.tsx';
import { NoticeForm, type NoticeChoice } from './notice-form.tsx';

/** What came of an address for mails: kept, forgotten, none at all (`wrong`), or the database was away. `none`: nothing was asked yet. */
export type NoticeNews = 'none' | 'on' | 'off' | 'wrong' | 'away';

/** What somebody sees once their tip is safe: the receipt, what happens now, and care for themselves. */
export function ReceiptPage(props: {
  readonly site: SiteContext;
  readonly receipt: string;
  readonly isUrgent: boolean;
  /** Where the words were sealed: in the browser, in the browser but for an urgent tip's, or on arrival. */
  readonly lockedAt: 'browser' | 'urgent' | 'server';
  /** `token` carries the page to its next showing; `address`: what was typed as one. */
  readonly notice: {
    readonly token: string;
    readonly choice: NoticeChoice;
    readonly news: NoticeNews;
    readonly address: string;
  };
}): VNode {
  const { site, receipt, isUrgent, lockedAt, notice } = props;
  const { texts, language, guidance } = site;
  const words = texts.receipt;
  const problem = notice.news === 'wrong' ? texts.notice.problem : undefined;
  return (
    <Shell site={site} title={words.title} elsewhere={{ kind: 'none' }} hasErrors={problem !== undefined}>
      <ErrorSummary site={site} problems={problem === undefined ? [] : [{ field: 'address', text: problem }]} />
      <NewsBox site={site} news={notice.news} />
      <h1>{words.title}</h1>
      {isUrgent && (
        <Notice kind="warning" title={words.urgentTitle(guidance.emergencyNumber)}>
          <p>
            {words.urgent} <Phone number={guidance.emergencyNumber} />. <PoliceOtherwise site={site} />
          </p>
        </Notice>
      )}
      <ReceiptBox site={site} receipt={receipt} />
      <p class="locked">{texts.safety.done[lockedAt]}</p>
      <h2>{words.nextTitle}</h2>
      <ol>
        {words.next.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <NoticeForm
        {...{ site, problem }}
        place="receipt"
        token={notice.token}
        choice={notice.choice}
        typed={notice.address}
        isOpen={notice.news === 'away'}
      />
      <h2>{words.doneTitle}</h2>
      <p>{words.done}</p>
      <h2>{texts.help.title}</h2>
      <p>{texts.help.intro}</p>
      <SupportLines site={site} />
      <h2>{words.spreadTitle}</h2>
      <p>
        {words.spread(site.hotline.name)} <a href={`/${language}/spread`}>{texts.spread.title}</a>
      </p>
      <p>
        <a href={`/${language}/mailbox`}>{words.openMailbox}</a>
      </p>
    </Shell>
  );
}

function NewsBox({ site, news }: { readonly site: SiteContext; readonly news: NoticeNews }): VNode | null {
  const { notice, mailbox } = site.texts;
  switch (news) {
    case 'none':
    case 'wrong':
      return null;
    case 'on':
    case 'off':
      return (
        <Notice kind="good">
          <p>{news === 'on' ? notice.nowOn : notice.nowOff}</p>
        </Notice>
      );
    case 'away':
      return (
        <Notice kind="failure">
          <p>{mailbox.away}</p>
        </Notice>
      );
  }
}

/** The receipt itself: to read, to copy, to take along as a picture. */
function ReceiptBox({ site, receipt }: { readonly site: SiteContext; readonly receipt: string }): VNode {
  const words = site.texts.receipt;
  return (
    <section class="receipt" aria-labelledby="receipt-title">
      <h2 id="receipt-title">{words.label}</h2>
      <p class="code" id="receipt-code" dir="ltr">
        {receipt.split(' ').map((group, index) => (
          <>
            {index > 0 && ' '}
            <b>{group}</b>
          </>
        ))}
      </p>
      <p>{words.keep}</p>
      <p>
        <button type="button" class="second" hidden data-copy="receipt-code" data-done={words.copied}>
          {words.copy}
        </button>
      </p>
      <details>
        <summary>{words.qr}</summary>
        <div>
          <p>{words.qrHint}</p>
          <QrCode text={receipt} name={words.qr} />
        </div>
      </details>
    </section>
  );
}
