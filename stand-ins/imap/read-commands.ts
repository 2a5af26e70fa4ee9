/** Bytes to commands: lines, and the literals that stand in them (RFC 3501, 4.3; RFC 7888 for those without a continuation). */

/** One command, its arguments as words: atoms, quoted strings, literals, and parenthesised lists in one piece. */
export interface Command {
  readonly tag: string;
  readonly name: string;
  readonly words: readonly string[];
}

/** Collects what arrives; `needMore` asks the client for a literal. */
export function openCommandReader(options: {
  readonly onLine: (line: string) => void;
  readonly needMore: () => void;
}): (chunk: Buffer) => void {
  let held = '';
  let line = '';
  let literalBytes = 0;
  return (chunk) => {
    held += chunk.toString('latin1');
    for (;;) {
      if (literalBytes > 0) {
        if (held.length < literalBytes) return;
        line += quoted(held.slice(0, literalBytes));
        held = held.slice(literalBytes);
        literalBytes = 0;
      }
      const end = held.indexOf('\r\n');
      if (end === -1) return;
      const part = held.slice(0, end);
      held = held.slice(end + 2);
      const literal = /\{(\d+)(\+?)\}$/.exec(part);
      if (literal === null) {
        options.onLine(line + part);
        line = '';
        continue;
      }
      line += part.slice(0, literal.index);
      literalBytes = Number(literal[1]);
      if (literalBytes === 0) line += '""';
      if (literal[2] === '') options.needMore();
    }
  };
}

const quoted = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&')}"`;

/** A line to its command; undefined for what is none. `UID FETCH` and its like are one name. */
export function parseCommand(line: string): Command | undefined {
  const [tag, first, ...rest] = wordsOf(line);
  if (tag === undefined || first === undefined) return undefined;
  const name = first.toUpperCase();
  const [second = '', ...others] = rest;
  return name === 'UID' ? { tag, name: `UID ${second.toUpperCase()}`, words: others } : { tag, name, words: rest };
}

function wordsOf(line: string): readonly string[] {
  const words = line.match(/"(?:\\.|[^"\\])*"|\((?:[^()]|\([^()]*\))*\)|[^\s"()[\]]*\[[^\]]*\]\S*|[^\s"()]+/g) ?? [];
  return words.map((word) => (word.startsWith('"') ? word.slice(1, -1).replace(/\\(.)/g, '$1') : word));
}
