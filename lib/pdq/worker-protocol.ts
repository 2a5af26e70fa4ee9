/** Descriptor of the pipe in a worker. Standard streams stay closed: a native library may write to them. */
export const pipeFd = 3;

/** Flags in the first byte of a request; the picture's bytes follow. */
export const exactFlag = 1;
export const orientationsFlag = 2;

/** What a worker is told when it starts, as JSON in its only argument. */
export interface WorkerSettings {
  readonly maxBytes: number;
  readonly maxPixels: number;
}
