/** Videos come into a known list and leave it; the list's two people decide whether any of it counts. */
import { recordAct, type Actor } from '../../ledger/door.ts';
import type { Tx } from '../../platform/db.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import { MAX_KEPT_FRAMES, usableFrames, writeHashes } from './known-video.ts';
import { countListChange, insertVideo, markVideoWithdrawn } from './known-video-store.ts';
import type { Frame } from './read-frames.ts';

/** A video as its source gave it, or as `readVideo` hashed it. */
export interface NewKnownVideo {
  readonly listId: number;
  /** The hotline's category: `illegal-baseline`, `illegal-national` or `to-assess`. */
  readonly category: string;
  /** One a second, in order. */
  readonly frames: readonly Pick<Frame, 'hash' | 'quality'>[];
  readonly sha1?: string;
  readonly sha256?: string;
  readonly listedAt?: Date;
  readonly actor: Actor;
  readonly now: Date;
}

/**
 * Adds a video; returns its number. @throws RangeError when no frame is of use or a hash is not 32 bytes, Error when the list
 * is withdrawn or already active (a file's list is as its two people saw it)
 */
export async function addKnownVideo(tx: Tx, serviceKey: ServiceKey, video: NewKnownVideo): Promise<number> {
  if (video.frames.some(({ hash }) => hash.length !== 32)) throw new RangeError('a frame is 32 bytes of PDQ');
  const frames = usableFrames(video.frames).slice(0, MAX_KEPT_FRAMES);
  if (frames.length === 0) throw new RangeError('no frame of this video can be compared: all are below quality 50');
  if (!(await countListChange(tx, video.listId))) {
    throw new Error(`List ${video.listId} takes no more videos: it is active, withdrawn or not there.`);
  }
  const id = await insertVideo(tx, {
    listId: video.listId,
    category: video.category,
    frames: frames.length,
    shrouded: serviceKey.shroud(
      'payload',
      writeHashes({ frames: frames.map(({ hash }) => hash), sha1: video.sha1, sha256: video.sha256 }),
    ),
    listedAt: video.listedAt,
    addedAt: video.now,
  });
  await recordAct(tx, {
    at: video.now,
    actor: video.actor,
    action: 'known-video.added',
    subject: `known-video:${id}`,
    payload: { list: video.listId, frames: frames.length },
  });
  return id;
}

/** Takes a video out of its list; it is found no more within seconds. False when it was out already. */
export async function withdrawKnownVideo(tx: Tx, id: number, act: { actor: Actor; now: Date }): Promise<boolean> {
  if (!(await markVideoWithdrawn(tx, id, act.now))) return false;
  await recordAct(tx, {
    at: act.now,
    actor: act.actor,
    action: 'known-video.withdrawn',
    subject: `known-video:${id}`,
    payload: {},
  });
  return true;
}
