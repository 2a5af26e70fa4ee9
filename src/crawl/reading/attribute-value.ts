/** What an attribute's bytes say: UTF-8 and character references (HTML Standard, 13.2.5.72 and following). */
import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2';

const OTHER_REFERENCE = /&(?!amp;)/;
const nothing = () => undefined;

const AMPERSAND = 38;

/** `raw` has one character for each byte of UTF-8. */
export function attributeValueOf(raw: string): string {
  let isAscii = true;
  let hasReference = false;
  for (let at = 0; at < raw.length; at += 1) {
    const c = raw.charCodeAt(at);
    if (c > 127) isAscii = false;
    else if (c === AMPERSAND) hasReference = true;
  }
  const text = isAscii ? raw : Buffer.from(raw, 'latin1').toString('utf8');
  if (!hasReference) return text;
  return OTHER_REFERENCE.test(text) ? decodeReferences(text) : text.replaceAll('&amp;', '&');
}

/** Character references in an attribute's text, decoded as htmlparser2 does: links with anything but `&amp;` are few. */
function decodeReferences(text: string): string {
  const markup = `<a b="${text.replaceAll('"', '&quot;')}">`;
  let value = '';
  const callbacks: TokenizerCallbacks = {
    onattribdata: (start, end) => (value += markup.slice(start, end)),
    onattribentity: (codePoint) => (value += String.fromCodePoint(codePoint)),
    onattribend: nothing,
    onattribname: nothing,
    oncdata: nothing,
    onclosetag: nothing,
    oncomment: nothing,
    ondeclaration: nothing,
    onend: nothing,
    onopentagend: nothing,
    onopentagname: nothing,
    onprocessinginstruction: nothing,
    onselfclosingtag: nothing,
    ontext: nothing,
    ontextentity: nothing,
  };
  const tokenizer = new Tokenizer({ decodeEntities: true }, callbacks);
  tokenizer.write(markup);
  return value;
}
