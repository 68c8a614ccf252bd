import type { Machine } from './machine.ts';

/** What several parts are when they are taken together. */
export function together(parts: readonly Machine[]): Pick<Machine, 'monitors' | 'readsAll' | 'counts'> {
  return {
    monitors: [...new Set(parts.flatMap(({ monitors }) => monitors))],
    readsAll: parts.some(({ readsAll }) => readsAll),
    counts: parts.some(({ counts }) => counts),
  };
}

/** The shapes of the parts, with runs of the same one counted: long sequences keep a short name. */
export function shapesOf(parts: readonly Machine[]): string {
  const runs: { shape: string; count: number }[] = [];
  for (const { shape } of parts) {
    const run = runs.at(-1);
    if (run?.shape === shape) run.count++;
    else runs.push({ shape, count: 1 });
  }
  return runs.map(({ shape, count }) => (count === 1 ? shape : `${count}*${shape}`)).join(',');
}
