/** For the command line of a `node` that is to run one of our programs: our sources are read as in this process. */
export const SOURCES: readonly string[] = ['--import', import.meta.resolve('./read-sources.ts')];
