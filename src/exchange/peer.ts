/**
 * A peer: another hotline that runs Fyr.
 *
 * | mode | what happens                                                                              |
 * |------|-------------------------------------------------------------------------------------------|
 * | off  | nothing is asked of it or handed to it, and its requests are refused                      |
 * | test | only a peer on this machine is asked; a case for another one is rehearsed                 |
 * | live | the real one, at a public address                                                         |
 *
 * Its key is pinned by people (peer-key.ts). While it changes over, its next key is pinned too; the first request that the next one signed
 * makes it the only one.
 */
import { z } from 'zod';
import type { ListCategory } from '../known/door.ts';
import type { CountryCode } from '../terms/countries.ts';

export const peerModeSchema = z.enum(['off', 'test', 'live']);
export type PeerMode = z.infer<typeof peerModeSchema>;

/** A peer as it stands; its address in clear, in memory alone. */
export interface Peer {
  readonly id: string;
  readonly body: string;
  readonly name: string;
  readonly country: CountryCode;
  readonly url: string;
  readonly mode: PeerMode;
  readonly keyText: string;
  readonly nextKeyText: string | undefined;
  readonly gives: boolean;
  readonly handsCases: boolean;
  readonly trusted: readonly ListCategory[];
  readonly listId: number | undefined;
  readonly entriesCursor: number;
  readonly statesCursor: number;
  readonly lastSuccessAt: Date | undefined;
  readonly failingSince: Date | undefined;
  readonly failureCode: string | undefined;
}
