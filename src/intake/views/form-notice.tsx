import type { VNode } from 'preact';
import type { SiteContext } from '../../site/site-context.ts';
import { Notice, Phone, PoliceOtherwise } from '../../site/views/guidance.tsx';
import type { SealingProps } from './sealing.tsx';

/**
 * What stands above a page of the form that did not lead where it was sent: it lay about (`expired`), its earlier answers
 * could not be opened (`unreadable`), the tip was not taken now (`not-received`), not at all yet (`not-open`), or a little
 * later since many write at once (`wait`).
 */
export type FormNotice = 'expired' | 'unreadable' | 'not-received' | 'not-open' | 'wait';

/** The notice in words; where nothing was received, the police stand in it. */
export function FormNoticeBox(props: {
  readonly site: SiteContext;
  readonly notice: FormNotice;
  readonly sealing?: Pick<SealingProps, 'isInBrowser' | 'waitSeconds'>;
}): VNode {
  const { site, notice, sealing } = props;
  const { form, safety } = site.texts;
  if (notice === 'wait') {
    return (
      <Notice kind="warning" title={safety.waitTitle}>
        <p>{safety.wait(sealing?.waitSeconds ?? 0)}</p>
        {sealing?.isInBrowser === true && <p>{safety.waitByItself}</p>}
      </Notice>
    );
  }
  if (notice === 'expired' || notice === 'unreadable') {
    return (
      <Notice kind="warning">
        <p>{form[notice]}</p>
      </Notice>
    );
  }
  const isOpen = notice === 'not-received';
  return (
    <Notice kind="failure" title={isOpen ? form.notReceivedTitle : form.closedTitle}>
      <p>{isOpen ? form.notReceived : form.closed}</p>
      <p>
        {isOpen && `${form.notReceivedPolice} `}
        <Phone number={site.guidance.emergencyNumber} />. <PoliceOtherwise site={site} />
      </p>
    </Notice>
  );
}
