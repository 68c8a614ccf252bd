import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Goal, Mode } from './case.ts';
import type { Order, Told } from './child.ts';
import { type Ratios, type Round, ratios } from './ratios.ts';
import { type Verdict, verdict } from './verdict.ts';

/** What came out of one case, in one build and one mode. */
export interface Result extends Ratios, Goal {
  readonly case: string;
  readonly build: string;
  readonly mode: Mode;
  readonly verdict: Verdict;
}

/** How often a case is measured in two processes, each of which meets another side first. */
const pairs = 2;
const roundsEach = 21;

/** Runs a child's program in processes of their own, and puts together what they measured. */
export async function run(program: string, build: string, mode: Mode): Promise<Result> {
  const told: Told[] = [];
  const rounds: Round[][] = [];
  for (let pair = 0; pair < pairs; pair++) {
    const baseFirst = await tell(program, [mode, 'base', `${roundsEach}`]);
    const oursFirst = await tell(program, [mode, 'ours', `${roundsEach}`]);
    told.push(baseFirst, oursFirst);
    rounds.push(...baseFirst.rounds.map((round, i) => [round, oursFirst.rounds[i] as Round]));
  }
  const [{ name, goals }] = told as [Told];
  const found = ratios(rounds);
  const { goal, gate } = goals[mode];
  return { case: name, build, mode, ...found, goal, gate, verdict: verdict(found, goals[mode]) };
}

async function tell(program: string, order: Order): Promise<Told> {
  // None of the loaders that this process may have.
  const child = fork(program, order, { execArgv: [] });
  let told: Told | undefined;
  child.once('message', (message) => {
    told = message as Told;
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (told === undefined)
    throw new Error(`${program} ${order.join(' ')} ended with ${code} and told nothing`);
  return told;
}
