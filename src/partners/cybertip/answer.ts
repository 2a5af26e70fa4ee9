/**
 * What the CyberTipline answers: an XML document with a code of its own, with HTTP 200 also where it says no. Pure.
 *
 * | code (public technical documentation)         | meaning                                         | what follows                              |
 * |-----------------------------------------------|-------------------------------------------------|-------------------------------------------|
 * | 0                                             | done                                            | `done`                                    |
 * | 1000 to 1999                                  | their server has trouble                        | `later`                                   |
 * | 2000 to 2999, HTTP 401                        | our log-in is not taken                         | `later`: it says nothing about the report |
 * | 3000 to 3999, HTTP 403                        | this account may not do that                    | `refused`: a person asks NCMEC            |
 * | 4000 to 4999 (4100: against the schema)       | the document is wrong, also in its order        | `refused`: it would be wrong again        |
 * | 5001                                          | no such report: it vanished, or was retracted   | `no-report`                               |
 * | 5101                                          | the report was retracted                        | `no-report`                               |
 * | 5102                                          | the report is finished: it has landed           | `landed`                                  |
 * | other 5xxx (5002: no such file)               | something that the report names is not there    | `refused`                                 |
 * | any other code                                | nobody knows                                    | `later`                                   |
 */
import { childText, readXml, XmlMalformed } from '../../platform/xml.ts';

/** A code as it came, and the report's number where one was told. */
export interface TipAnswer {
  readonly code: number;
  readonly reportId: string | undefined;
}

/** What follows from an answer, by the table above. */
export type AnswerMeaning = 'done' | 'later' | 'refused' | 'no-report' | 'landed';

/** By the table at the top of this file. */
export function meaningOf(code: number): AnswerMeaning {
  if (code === 0) return 'done';
  if (code === 5001 || code === 5101) return 'no-report';
  if (code === 5102) return 'landed';
  return code >= 3000 && code < 6000 ? 'refused' : 'later';
}

/** For the console's catalogue of failures: `cybertip-4100`. */
export const codeFor = (code: number): string => `cybertip-${code}`;

const ROOTS: ReadonlySet<string> = new Set(['reportResponse', 'reportDoneResponse']);

/** Reads an answer's document; undefined when it is none, or has no code. Its texts are not read: they may quote an address. */
export function readAnswer(document: string): TipAnswer | undefined {
  try {
    const root = readXml(document);
    const code = childText(root, 'responseCode');
    const reportId = childText(root, 'reportId');
    if (!ROOTS.has(root.name) || code === undefined || !/^\d{1,5}$/.test(code)) return undefined;
    if (reportId !== undefined && !/^[1-9]\d{0,18}$/.test(reportId)) return undefined;
    return { code: Number(code), reportId };
  } catch (error) {
    if (error instanceof XmlMalformed) return undefined;
    throw error;
  }
}
