import type { ProgressStream } from './output.ts';

/** What a progress line needs of the world, so that tests can give it another. */
export interface Surroundings {
  /** The time, in milliseconds from anywhere. */
  now(): number;
  /** Acts once, so many milliseconds from now, and keeps no process alive for it; returns what takes it back. */
  later(act: () => void, milliseconds: number): () => void;
  /** Acts when the process ends; returns what takes it back. */
  atExit(act: () => void): () => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where lines go by default. */
  readonly stream: ProgressStream;
}

/** The real ones. In a browser, where there is no process, lines go to the console. */
export function surroundings(): Surroundings {
  const process = (globalThis as { process?: Partial<NodeJS.Process> }).process;
  return {
    now: () => performance.now(),
    later(act, milliseconds) {
      const timer: unknown = setTimeout(act, milliseconds);
      (timer as { unref?(): void }).unref?.();
      return () => clearTimeout(timer as number);
    },
    atExit(act) {
      process?.on?.('exit', act);
      return () => process?.removeListener?.('exit', act);
    },
    env: process?.env ?? {},
    stream: process?.stderr ?? { write: (text) => console.info(text.trimEnd()) },
  };
}
