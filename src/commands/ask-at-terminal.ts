/** A question at the terminal. What is secret is not shown while it is typed, and is never taken from the arguments. */
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** Asks and gives the line that was typed. @throws Error when nobody can be asked */
export async function askAtTerminal(question: string, isSecret: boolean): Promise<string> {
  if (!process.stdin.isTTY) throw new Error('This needs a person at a terminal.');
  let isShown = true;
  const output = new Writable({
    write: (chunk: unknown, _encoding, done) => {
      if (isShown && (typeof chunk === 'string' || chunk instanceof Uint8Array)) process.stdout.write(chunk);
      done();
    },
  });
  const terminal = createInterface({ input: process.stdin, output, terminal: true });
  try {
    const typed = terminal.question(question);
    isShown = !isSecret;
    const answer = await typed;
    if (isSecret) process.stdout.write('\n');
    return answer;
  } finally {
    terminal.close();
  }
}
