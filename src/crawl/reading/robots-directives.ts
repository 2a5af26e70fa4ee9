/** What a page says about itself to crawlers: `meta name=robots` and `X-Robots-Tag`. */

/** Both true where nothing is said. */
export interface RobotsDirectives {
  readonly mayIndex: boolean;
  readonly mayFollow: boolean;
}

/** Directives that take a value: a colon after them names no crawler. */
const WITH_VALUE: ReadonlySet<string> = new Set([
  'unavailable_after',
  'max-snippet',
  'max-image-preview',
  'max-video-preview',
]);

/**
 * Reads directives separated by commas. `googlebot: noindex` speaks to another crawler and is passed over with all that
 * follows it up to the next name or the end, as its own page says of itself (`X-Robots-Tag` in Google's documentation;
 * there is no standard).
 */
export function readRobotsDirectives(text: string, agent: string): RobotsDirectives {
  let mayIndex = true;
  let mayFollow = true;
  let isForUs = true;
  for (const part of text.toLowerCase().split(',')) {
    const [name = '', value] = part.split(':', 2).map((side) => side.trim());
    const isNamed = value !== undefined && !WITH_VALUE.has(name);
    if (isNamed) isForUs = name === agent.toLowerCase() || name === '*';
    if (!isForUs) continue;
    const directive = isNamed ? value : name;
    if (directive === 'noindex' || directive === 'none') mayIndex = false;
    if (directive === 'nofollow' || directive === 'none') mayFollow = false;
  }
  return { mayIndex, mayFollow };
}
