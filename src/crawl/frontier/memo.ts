/** What is kept of a watched address between two visits: validators and the content's mark, shrouded. */
import * as z from 'zod';
import type { ServiceKey } from '../../platform/service-key.ts';
import type { CrawlTask, Settlement } from './crawl-task.ts';

const memoSchema = z.object({ e: z.string().optional(), l: z.string().optional(), c: z.string().optional() });

/** The memo after a visit: what the visit did not say again stays as it was. */
export function sealMemo(serviceKey: ServiceKey, { task, validators, contentMark }: Settlement): Buffer {
  const { etag, lastModified } = validators ?? task.validators;
  return serviceKey.shroud('payload', JSON.stringify({ e: etag, l: lastModified, c: contentMark ?? task.contentMark }));
}

/** The other way round. @throws Error when the bytes were altered */
export function openMemo(
  serviceKey: ServiceKey,
  memo: Uint8Array | null,
): Pick<CrawlTask, 'validators' | 'contentMark'> {
  if (memo === null) return { validators: {} };
  const { e, l, c } = memoSchema.parse(JSON.parse(serviceKey.unshroud('payload', memo)));
  return {
    validators: { ...(e === undefined ? {} : { etag: e }), ...(l === undefined ? {} : { lastModified: l }) },
    contentMark: c,
  };
}
