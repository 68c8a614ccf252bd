import type { ChildProcess } from 'node:child_process';

const living = new Set<ChildProcess>();

// No way back from here, and no time to ask: what does not hear `stop` would live on.
const killAll = (): void => {
  for (const child of living) child.kill('SIGKILL');
};

/** Sees to it that the process does not outlive ours; nothing of this is left when it has exited. */
export function leaveNone(child: ChildProcess): void {
  if (living.size === 0) process.on('exit', killAll);
  living.add(child);
  const isGone = () => {
    if (living.delete(child) && living.size === 0) process.removeListener('exit', killAll);
  };
  child.once('exit', isGone);
  child.once('error', () => {
    if (child.pid === undefined) isGone();
  });
}
