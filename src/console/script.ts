/** The console's only script: actions by key, live numbers. Pinned by its hash like the public site's (docs/decisions). */
import { readScript } from '../site/script.ts';

export const CONSOLE_SCRIPT = readScript(new URL('./console.js', import.meta.url));
