/**
 * What a video decoder may do, from outside: a CPU, memory and file limit (prlimit), no network and no view of other
 * processes, and with bubblewrap also no file system but /usr, read-only. Its input is a descriptor, its output a pipe.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * | kind         | what stands between the decoder and the rest                                                             |
 * |--------------|----------------------------------------------------------------------------------------------------------|
 * | `bubblewrap` | own user, network, process, mount and IPC namespaces; sees /usr and an empty /dev alone; no capabilities   |
 * | `namespaces` | own user, network, process and IPC namespaces (unshare); other files are kept from it only by its user id |
 */
export type SandboxKind = 'bubblewrap' | 'namespaces';

/** How to start a decoder. */
export interface Sandbox {
  readonly kind: SandboxKind;
  /** The command line that runs `command` inside. */
  wrap(command: readonly string[]): { readonly file: string; readonly args: readonly string[] };
}

/** For one decoder process, set by prlimit before it sees a byte. */
export interface SandboxLimits {
  readonly cpuSeconds: number;
  readonly memoryBytes: number;
}

const BUBBLEWRAP = [
  ...['bwrap', '--unshare-user', '--unshare-all', '--uid', '65534', '--gid', '65534', '--cap-drop', 'ALL'],
  ...['--die-with-parent', '--new-session', '--clearenv', '--setenv', 'PATH', '/usr/bin:/bin'],
  ...['--ro-bind', '/usr', '/usr', '--symlink', 'usr/bin', '/bin', '--symlink', 'usr/lib', '/lib'],
  ...['--ro-bind-try', '/lib64', '/lib64'],
  // Where the system finds its libraries; nothing else of /etc.
  ...[
    '--ro-bind-try',
    '/etc/ld.so.cache',
    '/etc/ld.so.cache',
    '--ro-bind-try',
    '/etc/alternatives',
    '/etc/alternatives',
  ],
  ...['--proc', '/proc', '--dev', '/dev', '--chdir', '/', '--'],
];

// Without a mapping the process is nobody, and loses every capability when it starts the decoder.
const NAMESPACES = ['unshare', '--user', '--net', '--ipc', '--pid', '--fork', '--kill-child', '--'];

const STARTS: Readonly<Record<SandboxKind, readonly string[]>> = { bubblewrap: BUBBLEWRAP, namespaces: NAMESPACES };

/** A sandbox of one kind, whether it works here or not. */
export function sandboxOf(kind: SandboxKind, limits: SandboxLimits): Sandbox {
  const prlimit = [`--cpu=${limits.cpuSeconds}`, `--as=${limits.memoryBytes}`, '--fsize=0', '--core=0', '--nofile=64'];
  return {
    kind,
    wrap: (command) => ({ file: 'prlimit', args: [...prlimit, '--', ...STARTS[kind], ...command] }),
  };
}

/** The first kind that really starts `probe` here; undefined where none does. */
export async function findSandbox(limits: SandboxLimits, probe: readonly string[]): Promise<Sandbox | undefined> {
  for (const kind of ['bubblewrap', 'namespaces'] as const) {
    const sandbox = sandboxOf(kind, limits);
    const { file, args } = sandbox.wrap(probe);
    const works = await run(file, args, { timeout: 10_000, env: decoderEnv }).then(
      () => true,
      () => false,
    );
    if (works) return sandbox;
  }
  return undefined;
}

/** The decoder's whole environment: nothing of ours. */
export const decoderEnv = { PATH: '/usr/bin:/bin:/usr/local/bin', LC_ALL: 'C' };
