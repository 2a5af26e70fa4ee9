import type { VNode } from 'preact';

/** The mark: a lighthouse with its light on. Decoration only; its colours come from the stylesheet. */
export function Lighthouse(): VNode {
  return (
    <svg class="mark" viewBox="0 0 48 48" width="40" height="40" aria-hidden="true" focusable="false">
      <path class="beam" d="M24 13 48 4v18zM24 13 0 4v18z" />
      <path class="tower" d="M20 19h8l3 25H17z" />
      <path class="band" d="M19.3 25h9.4l.7 6H18.6z" />
      <path class="tower" d="M18 17h12v2.5H18zM20 8l4-4 4 4z" />
      <circle class="lamp" cx="24" cy="12.6" r="3.6" />
    </svg>
  );
}
