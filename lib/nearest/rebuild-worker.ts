import { parentPort, workerData } from 'node:worker_threads';
import { Engine } from './engine.ts';
import { rebuildInto } from './transfer.ts';

interface RebuildTask {
  readonly from: WebAssembly.Memory;
  readonly to: WebAssembly.Memory;
  readonly total: number;
}

function isTask(data: unknown): data is RebuildTask {
  return typeof data === 'object' && data !== null && 'from' in data && 'to' in data && 'total' in data;
}

// Started by NearestIndex.rebuild: fills the second memory from the first and hands it back.
const task: unknown = workerData;
if (parentPort !== null && isTask(task)) {
  rebuildInto(new Engine(task.from), new Engine(task.to), task.total);
  parentPort.postMessage(task.to);
}
