/** The reports of the CyberTipline's stand-in and the rules that they keep, by its own clock. */
import { readXml, XmlMalformed, type XmlElement } from '../../src/platform/xml.ts';
import { faultOf } from './schema.ts';

/** Only a finished report counts: the others were taken back, or vanished because nobody finished them. */
export type TipState = 'open' | 'finished' | 'retracted' | 'vanished';

/** A report as it arrived. */
export interface FiledTip {
  readonly reportId: string;
  readonly state: TipState;
  readonly document: XmlElement;
  readonly fileDetails: readonly XmlElement[];
}

/** What a call comes to: NCMEC's code with its words, and the report's number. */
export interface BookAnswer {
  readonly code: number;
  readonly words: string;
  readonly reportId?: string;
}

interface Entry {
  readonly reportId: string;
  readonly document: XmlElement;
  readonly openedAt: number;
  changedAt: number;
  state: TipState;
  readonly fileDetails: XmlElement[];
}

const DAY_MS = 24 * 3_600_000;
const HOUR_MS = 3_600_000;
/** Larger documents are refused (inferred). */
const MAX_CHARACTERS = 1 << 20;

/** Opens an empty book. `takesFileDetails`: whether details of a file that was never uploaded are taken. */
export function openBook(now: () => Date, takesFileDetails: boolean) {
  const entries = new Map<string, Entry>();
  let next = 4_000_001;
  /** What nobody finished vanishes: 24 hours after it was opened, one hour after its last change. */
  const expire = () => {
    const at = now().getTime();
    for (const entry of entries.values())
      if (entry.state === 'open' && (at - entry.openedAt >= DAY_MS || at - entry.changedAt >= HOUR_MS))
        entry.state = 'vanished';
  };
  const find = (id: string): Entry | BookAnswer => {
    expire();
    const entry = entries.get(id);
    if (entry === undefined || entry.state === 'vanished') return { code: 5001, words: 'Report does not exist' };
    if (entry.state === 'retracted') return { code: 5101, words: 'Report already retracted' };
    if (entry.state === 'finished') return { code: 5102, words: 'Report already finished' };
    return entry;
  };
  return {
    submit: (text: string): BookAnswer => {
      const document = parse(text, 'report');
      if ('code' in document) return document;
      const reportId = String(next++);
      const at = now().getTime();
      entries.set(reportId, { reportId, document, openedAt: at, changedAt: at, state: 'open', fileDetails: [] });
      return { code: 0, words: 'Success', reportId };
    },
    fileInfo: (text: string): BookAnswer => {
      const document = parse(text, 'fileDetails');
      if ('code' in document) return document;
      const id = document.children?.find(({ name }) => name === 'reportId')?.text ?? '';
      const entry = find(id);
      if ('code' in entry) return entry;
      if (!takesFileDetails) return { code: 5002, words: 'File does not exist' };
      entry.fileDetails.push(document);
      entry.changedAt = now().getTime();
      return { code: 0, words: 'Success', reportId: id };
    },
    end: (id: string, state: 'finished' | 'retracted'): BookAnswer => {
      const entry = find(id);
      if ('code' in entry) return entry;
      entry.state = state;
      return { code: 0, words: 'Success', reportId: id };
    },
    reports: (): readonly FiledTip[] => {
      expire();
      return [...entries.values()].map(({ reportId, state, document, fileDetails }) => ({
        ...{ reportId, state, document },
        fileDetails: [...fileDetails],
      }));
    },
  };
}

function parse(text: string, name: 'report' | 'fileDetails'): XmlElement | BookAnswer {
  if (text.length > MAX_CHARACTERS) return { code: 4000, words: 'Request too large' };
  let document: XmlElement;
  try {
    document = readXml(text);
  } catch (error) {
    if (!(error instanceof XmlMalformed)) throw error;
    return { code: 4110, words: 'Malformed XML' };
  }
  const fault = document.name === name ? faultOf(document) : document.name;
  return fault === undefined ? document : { code: 4100, words: `Validation failed: ${fault}` };
}
