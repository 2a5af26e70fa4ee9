/** How many exported functions, classes, constants and interfaces say what they are for (STYLE.md's criterion). */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A type that only names what a schema beside it says is documented there. */
const DERIVED = /^export type \w+ = (z\.(infer|input|output)<|\(typeof )/;
const EXPORT = /^export (?:async )?(?:function\*?|class|const|interface|type) (\w+)/;

/** Counts exports below `roots`, tests left out, and those with a `/** ... *\/` right before them. */
export function measureDocstrings(roots: readonly string[]): {
  total: number;
  documented: number;
  missing: readonly string[];
} {
  let total = 0;
  const missing: string[] = [];
  for (const file of roots.flatMap((root) => sourceFiles(root))) {
    const lines = readFileSync(file, 'utf8').split('\n');
    lines.forEach((line, at) => {
      const name = EXPORT.exec(line)?.[1];
      if (name === undefined || DERIVED.test(line)) return;
      total += 1;
      if (!(lines[at - 1] ?? '').trimEnd().endsWith('*/')) missing.push(`${file}: ${name}`);
    });
  }
  return { total, documented: total - missing.length, missing };
}

function sourceFiles(root: string): readonly string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name) && !name.includes('assembly/'))
    .map((name) => path.join(root, name));
}
