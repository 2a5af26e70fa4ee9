import { parentPort, workerData } from 'node:worker_threads';
import { Engine } from './engine.ts';
import { Searcher } from './searcher.ts';
import { isMemoryMessage, isSearchMessage, isStart } from './search-messages.ts';

// One thread of a SearchPool. Messages come in order, so a search sees every memory that was sent before it.
const start: unknown = workerData;
if (parentPort !== null && isStart(start)) {
  const port = parentPort;
  const { thread, memory } = start;
  let searcher = new Searcher(new Engine(memory), thread);
  port.on('message', (message: unknown) => {
    if (isMemoryMessage(message)) {
      searcher = new Searcher(new Engine(message.memory), thread);
      port.postMessage({ moved: true });
    } else if (isSearchMessage(message)) {
      const triples = searcher.many(message.queries, message.radius);
      port.postMessage({ task: message.task, triples });
    }
  });
}
