/** The known room's entrance for the crawler's own process: the matcher and nothing else (docs/decisions/lean-crawler.md). */
export { openMatcher } from './lists/matcher/open-matcher.ts';
