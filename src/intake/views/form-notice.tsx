import type { VNode } from 'preact';
import type { SiteContext } from '../../site/site-context.ts';
import { Notice, Phone, PoliceOtherwise } from '../../site/views/guidance.tsx';

/**
 * What stands above a page of the form that did not lead where it was sent: it lay about (`expired`), its earlier answers
 * could not be opened (`unreadable`), the tip was not taken now (`not-received`), or not at all yet (`not-open`).
 */
export type FormNotice = 'expired' | 'unreadable' | 'not-received' | 'not-open';

/** The notice in words; where nothing was received, the police stand in it. */
export function FormNoticeBox({ site, notice }: { readonly site: SiteContext; readonly notice: FormNotice }): VNode {
  const { form } = site.texts;
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
