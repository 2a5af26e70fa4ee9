/** The process of one side's month (side-apart.ts). */
import { runSide } from './run-side.ts';
import { sideStartSchema, wordOf } from './side-apart.ts';

// Without whoever started it, it ends; its database's server ends with it.
process.on('disconnect', () => process.exit(0));
const { name, ...options } = sideStartSchema.parse(JSON.parse(process.argv[2] ?? '{}'));
const result = await runSide(name, options);
process.send?.(wordOf(result), () => process.disconnect());
