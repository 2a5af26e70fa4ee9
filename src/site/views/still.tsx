/** A page that is only looked at: a preview reads as the page itself, aloud too, and nothing on it can be pressed, filled in or sent. */
import { cloneElement, isValidElement, type ComponentChildren, type FunctionComponent, type VNode } from 'preact';

/** What somebody can press or write in (HTML, "disabled"). */
const CONTROLS: ReadonlySet<unknown> = new Set(['button', 'input', 'select', 'textarea']);

/**
 * Its children as they are, but for what they would do: links lead nowhere and say so (`aria-disabled`), controls are disabled. What only opens
 * on the page (`details`) still does. Takes components that are functions of their properties, as all of the public site's are.
 */
export function Still({ children }: { readonly children: ComponentChildren }): VNode {
  return <>{stilled(children)}</>;
}

function stilled(node: ComponentChildren): ComponentChildren {
  if (Array.isArray(node)) return node.map(stilled);
  if (!isValidElement(node)) return node;
  const { type, props } = node;
  if (isMaker(type)) return stilled(type(props));
  return cloneElement(node, changesOf(node), stilled(props.children));
}

const isMaker = (type: VNode['type']): type is FunctionComponent => typeof type === 'function';

/** A link without an address is none to a screen reader, unless it says so (ARIA 1.2, `link`). */
function changesOf({ type, props }: VNode): object {
  if (CONTROLS.has(type)) return { disabled: true };
  return type === 'a' && 'href' in props ? { href: undefined, role: 'link', 'aria-disabled': 'true' } : {};
}
