import { configureGlobal } from 'fast-check';

// Random cases differ from run to run, so that they find what nobody thought of, except at the gate: there a commit is
// judged alike each time. A failure prints its seed; ANNEAL_SEED goes back to it.
const seed = process.env.ANNEAL_SEED ?? (process.env.CI ? '20260101' : undefined);
if (seed !== undefined) configureGlobal({ seed: Number(seed) });
