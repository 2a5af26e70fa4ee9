/** Processor time, for tests of how much work something is: what else a shared machine does is not counted. */
export function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
