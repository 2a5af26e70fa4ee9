/**
 * What runs in the browser beside a page's own script: before it (`preparePage`), and to read what came of it (`readPage`). Both are
 * texts, since they run there and not here. The second one runs in a world of its own, whose built-in functions the page's script
 * cannot change; what a page can still change there are names on its elements, so getters are taken from the prototypes.
 */

/** Shadow trees and frames that are read in one page. */
const MOST_TREES = 500;

/** Takes away what `names` names, and makes shadow trees that a script closes readable. */
export const preparePage = (names: readonly string[]): string => `
  for (const name of ${JSON.stringify(names)}) delete globalThis[name];
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function attachShadow(options) {
    return attach.call(this, { ...options, mode: 'open' });
  };`;

/**
 * The page as markup, then what stands in its shadow trees and in the frames that its script has filled, nested ones too: at most
 * `length` characters. Frames with an address of their own are not loaded; they are links like any other.
 */
export const readPage = (length: number): string => `(() => {
  const getter = (type, name) => Object.getOwnPropertyDescriptor(type.prototype, name).get;
  const [shadowOf, documentOf] = [getter(Element, 'shadowRoot'), getter(HTMLIFrameElement, 'contentDocument')];
  const [outerOf, innerOf] = [getter(Element, 'outerHTML'), getter(ShadowRoot, 'innerHTML')];
  const nameOf = getter(Element, 'localName');
  const isDocument = (tree) => getter(Node, 'nodeType').call(tree) === Node.DOCUMENT_NODE;
  const elementsOf = (tree) => (isDocument(tree) ? Document : DocumentFragment).prototype.querySelectorAll.call(tree, '*');
  const markupOf = (tree) => {
    if (!isDocument(tree)) return innerOf.call(tree);
    const root = Document.prototype.querySelector.call(tree, ':root');
    return root === null ? '' : outerOf.call(root);
  };
  const trees = [document];
  let html = '';
  for (let n = 0; n < trees.length && html.length < ${length}; n += 1) {
    html += markupOf(trees[n]).slice(0, ${length} - html.length) + '\\n';
    for (const element of elementsOf(trees[n])) {
      const within = nameOf.call(element) === 'iframe' ? documentOf.call(element) : shadowOf.call(element);
      if (within !== null && trees.length < ${MOST_TREES}) trees.push(within);
    }
  }
  return html.slice(0, ${length});
})()`;
