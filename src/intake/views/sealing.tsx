import type { VNode } from 'preact';
import type { SiteContext } from '../../site/site-context.ts';
import { Phone, PoliceOtherwise } from '../../site/views/guidance.tsx';
import type { AskedWork } from '../pressure/doorkeeper.ts';

/** What a page tells the script that seals (site/in-browser/tip-form.ts); nothing of it matters without one. */
export interface SealingProps {
  /** The desk's key, 32 bytes: a script that finds it seals to it from here on. */
  readonly recipient: Uint8Array | undefined;
  /** The answers are in the browser; the page has stand-ins for them. */
  readonly isInBrowser: boolean;
  /** The words of an urgent tip are sent as they are, so that the server can seal them to the police too. */
  readonly isReportPlain: boolean;
  readonly work: AskedWork | undefined;
  /** Nothing was taken yet: it is to be sent again in so many seconds. */
  readonly waitSeconds: number | undefined;
}

/** The server seals. */
export const NO_SEALING: SealingProps = {
  recipient: undefined,
  isInBrowser: false,
  isReportPlain: false,
  work: undefined,
  waitSeconds: undefined,
};

/** The desk's key as pages carry it. */
export const base64Key = (recipient: Uint8Array | undefined): string | undefined =>
  recipient && Buffer.from(recipient).toString('base64');

/** The form element's attributes for it. */
export const sealingAttributes = (site: SiteContext, sealing: SealingProps) => {
  const { recipient, isReportPlain, work, waitSeconds } = sealing;
  return {
    'data-recipient': base64Key(recipient),
    'data-plain': isReportPlain ? 'report' : undefined,
    'data-work': work && `${work.challenge}.${work.bits}`,
    'data-wait': waitSeconds,
    'data-sending': site.texts.safety.sending,
  };
};

/** Whether the page's script is at work, or will be where there is one. */
export const isOffered = ({ isInBrowser, recipient }: SealingProps): boolean => isInBrowser || recipient !== undefined;

/** Ready for the page's script: what it shows when the server was not reached. */
export function Trouble(props: {
  readonly site: SiteContext;
  readonly isOffered: boolean;
  readonly text: string;
}): VNode | null {
  const { site, text } = props;
  const { safety, form } = site.texts;
  if (!props.isOffered) return null;
  return (
    <template id="trouble">
      <div class="notice failure">
        <h2>{safety.unreachedTitle}</h2>
        <p>{text}</p>
        <p>
          {form.notReceivedPolice} <Phone number={site.guidance.emergencyNumber} />. <PoliceOtherwise site={site} />
        </p>
      </div>
    </template>
  );
}

/** Where the browser keeps the answers: they are in this tab alone. Shown by the page's script. */
export function TabNote(props: { readonly site: SiteContext; readonly isInBrowser: boolean }): VNode {
  const { site, isInBrowser } = props;
  return (
    <p class="soft" data-with-script="" hidden={!isInBrowser}>
      {site.texts.safety.tab}
    </p>
  );
}
