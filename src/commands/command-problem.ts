/** Said to the person at the terminal; the command was not understood (2) or cannot be done (1). */
export class CommandProblem extends Error {
  readonly exitCode: 1 | 2;
  constructor(message: string, exitCode: 1 | 2) {
    super(message);
    this.exitCode = exitCode;
  }
}
