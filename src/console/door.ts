/** The console's only entrance. */
export { type ConsoleDeps } from './console-deps.ts';
export { decideCase, proposeDecision, type DecideDeps, type Proposal } from './decide-case.ts';
export { registerConsole } from './register-console.ts';
export { consoleErrorPage } from './views/error.tsx';
