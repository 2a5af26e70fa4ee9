/** Questions at the terminal. */
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** Asks one question and gives the answer; a secret one is not shown while it is typed. @throws Error when there is no terminal */
export async function askAtTerminal(question: string, isSecret: boolean): Promise<string> {
  if (!process.stdin.isTTY) throw new Error('This asks for a password: run it at a terminal.');
  let isMuted = false;
  const output = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      if (!isMuted) process.stdout.write(chunk);
      done();
    },
  });
  const terminal = createInterface({ input: process.stdin, output, terminal: true });
  try {
    const answer = terminal.question(question);
    isMuted = isSecret;
    return await answer;
  } finally {
    terminal.close();
    if (isSecret) process.stdout.write('\n');
  }
}
