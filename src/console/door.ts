/** The console's only entrance. */
export { type ConsoleDeps } from './console-deps.ts';
export { registerConsole } from './register-console.ts';
export { CONSOLE_HTTP } from './console-http.ts';
export { consoleErrorPage } from './views/error.tsx';
