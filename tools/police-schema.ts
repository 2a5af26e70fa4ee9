/** Writes docs/partners/police-package.schema.json anew: `node --import ./src/platform/read-sources.ts tools/police-schema.ts`. A test holds it equal. */
import { writeFile } from 'node:fs/promises';
import { format } from 'prettier';
import { policeJsonSchema } from '../src/partners/door.ts';

const FILE = new URL('../docs/partners/police-package.schema.json', import.meta.url);
await writeFile(FILE, await format(JSON.stringify(policeJsonSchema()), { parser: 'json', printWidth: 120 }));
