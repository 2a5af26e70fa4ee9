// What a pool and its threads say to each other, and how either side tells what it was given.

/** What a thread is started with. */
export interface Start {
  readonly thread: number;
  readonly memory: WebAssembly.Memory;
}
/** The index was rebuilt: from now on search this memory. */
export interface MemoryMessage {
  readonly memory: WebAssembly.Memory;
}
/** Queries of 32 bytes each. */
export interface SearchMessage {
  readonly task: number;
  readonly queries: Uint8Array;
  readonly radius: number;
}
/** Sorted triples (query, id, distance). */
export interface AnswerMessage {
  readonly task: number;
  readonly triples: Uint32Array;
}

/** The thread searches the memory that was sent last, and no other. */
export interface MovedMessage {
  readonly moved: true;
}

function field(message: unknown, name: string): unknown {
  if (typeof message !== 'object' || message === null) return undefined;
  return new Map<string, unknown>(Object.entries(message)).get(name);
}

/** A thread's start. */
export function isStart(message: unknown): message is Start {
  return typeof field(message, 'thread') === 'number' && isMemoryMessage(message);
}
/** News of another memory. */
export function isMemoryMessage(message: unknown): message is MemoryMessage {
  return field(message, 'memory') instanceof WebAssembly.Memory;
}
/** A thread's word that it has moved. */
export function isMovedMessage(message: unknown): message is MovedMessage {
  return field(message, 'moved') === true;
}
/** Something to search. */
export function isSearchMessage(message: unknown): message is SearchMessage {
  return field(message, 'queries') instanceof Uint8Array && typeof field(message, 'radius') === 'number';
}
/** What was found. */
export function isAnswerMessage(message: unknown): message is AnswerMessage {
  return field(message, 'triples') instanceof Uint32Array && typeof field(message, 'task') === 'number';
}
