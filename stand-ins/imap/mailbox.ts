/** The messages of one mailbox as an IMAP server sees them: numbered by UID, flagged, never changed (RFC 3501, 2.3). */

export interface StoredMessage {
  readonly uid: number;
  /** One byte a character (latin1). */
  readonly raw: string;
  readonly flags: Set<string>;
  readonly receivedAt: Date;
}

/** In memory, in the order of UIDs. */
export interface Mailbox {
  readonly uidValidity: () => number;
  readonly uidNext: () => number;
  readonly messages: () => readonly StoredMessage[];
  append(raw: string, receivedAt: Date): number;
  /** As after a server was restored: other UIDs for the same messages, and a new validity. */
  renumber(): void;
  remove(uid: number): void;
  /** Calls the listener after each change; the answer stops it. */
  onChange(listener: () => void): () => void;
}

/** An empty one. */
export function openMailbox(): Mailbox {
  let validity = 1_700_000_000;
  let next = 1;
  let messages: readonly StoredMessage[] = [];
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of [...listeners]) listener();
  };
  return {
    uidValidity: () => validity,
    uidNext: () => next,
    messages: () => messages,
    append: (raw, receivedAt) => {
      const uid = next++;
      messages = [...messages, { uid, raw, flags: new Set(), receivedAt }];
      tell();
      return uid;
    },
    renumber: () => {
      validity += 1;
      messages = messages.map((message, index) => ({ ...message, uid: index + 1 }));
      next = messages.length + 1;
    },
    remove: (uid) => {
      messages = messages.filter((message) => message.uid !== uid);
      tell();
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** True when a sequence set (`1,3:5,9:*`) holds the number; `*` is the largest there is (RFC 3501, 9, seq-range). */
export function isInSet(set: string, number: number, largest: number): boolean {
  return set.split(',').some((part) => {
    const [from = 0, to = from] = part.split(':').map((end) => (end === '*' ? largest : Number(end)));
    return number >= Math.min(from, to) && number <= Math.max(from, to);
  });
}
