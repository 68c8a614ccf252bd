import * as check from '../check.ts';
import { NONE } from '../clock.ts';
import { isKept, type Kept, kept, readingOf } from '../not-finite.ts';
import type { InHand } from '../readings.ts';
import { askFor, held, type Machine } from './machine.ts';
import { within } from './mapped.ts';

/** The latest reading of each metric in an epoch that is not over, with its index. */
type Gathered = Readonly<Record<string, readonly [index: number, value: Kept]>>;

interface Memory {
  /** The epoch that is on. */
  readonly epoch: number;
  readonly memory: unknown;
  readonly gathered: Gathered;
  /** For each metric the last epoch of which the part has read it: once is enough. */
  readonly read: Readonly<Record<string, number>>;
}

/**
 * A part whose steps are epochs, on a stream of steps: it reads, and its clock moves, when an epoch is over. It reads the
 * latest reading of each metric in the epoch, also one that comes behind it (a validation loss, told of the epoch's last
 * step).
 */
export function perEpoch(
  part: Machine<number>,
  epochOf: (step: number) => number,
  span: number,
): Machine<number> {
  const namesIn = ({ report }: InHand): readonly string[] => {
    if (!part.readsAll) return part.monitors;
    if (typeof report === 'number') return [BARE, ...part.monitors];
    if (typeof report !== 'object' || report === null) return part.monitors;
    const numbers = Object.entries(report).filter(([, value]) => typeof value === 'number');
    return numbers.map(([name]) => name).filter((name) => name !== 'step' && name !== 'epoch');
  };
  const gather = (
    gathered: Gathered,
    readings: InHand,
    isWanted: (name: string) => boolean = () => true,
  ): Gathered => {
    const news: [string, readonly [number, Kept]][] = [];
    for (const name of namesIn(readings)) {
      const value = readings.peek(name);
      if (value === undefined || !isWanted(name)) continue;
      news.push([name, [readings.indexOf(name), kept(value)]]);
    }
    if (news.length === 0) return gathered;
    // A bare number says all that there is to say; what comes after it by name does, too.
    const { [BARE]: bare, ...named } = gathered;
    return { ...named, ...Object.fromEntries(news) };
  };

  /** The clock may have come to a new epoch. */
  const settled = (it: Memory, readings: InHand, clock: number): Memory => {
    const epoch = epochOf(clock);
    if (epoch <= it.epoch) return it;
    let memory = part.next(it.memory, new Closing(it.gathered, readings), it.epoch, it.epoch + 1);
    if (part.counts) {
      for (let silent = it.epoch + 1; silent < epoch; silent++)
        memory = part.next(memory, new Closing({}, silence), silent, silent + 1);
    } else memory = part.settle(memory, epoch);
    const closed = Object.keys(it.gathered).map((name) => [name, it.epoch]);
    return { epoch, memory, gathered: {}, read: { ...it.read, ...Object.fromEntries(closed) } };
  };

  const { ended } = part;
  const machine: Machine<number, Memory> = {
    ...within('perEpoch', part),
    ended: ended && (({ memory }) => ended(memory)),
    // An event is heard when its epoch is over, and must be heard at that step.
    counts: part.counts || ended !== undefined,
    begin: (clock) => ({ epoch: epochOf(clock), memory: part.begin(epochOf(clock)), gathered: {}, read: {} }),
    next(it, readings, _, clock) {
      const gathered = gather(it.gathered, readings);
      askFor(part, it.memory, readings);
      return settled(gathered === it.gathered ? it : { ...it, gathered }, readings, clock);
    },
    settle: (it, clock) => settled(it, silence, clock),
    late(it, readings, step) {
      const epoch = epochOf(Math.max(step, 0));
      if (epoch >= it.epoch) {
        const gathered = gather(it.gathered, readings);
        return gathered === it.gathered ? it : { ...it, gathered };
      }
      const behind = gather({}, readings, (name) => (it.read[name] ?? -1) < epoch);
      const names = Object.keys(behind);
      if (names.length === 0) return it;
      const memory = part.late(it.memory, new Closing(behind, silence), epoch, it.epoch);
      return {
        ...it,
        memory,
        read: { ...it.read, ...Object.fromEntries(names.map((name) => [name, epoch])) },
      };
    },
    asks: ({ memory }) => part.asks(memory),
    rate: ({ epoch, memory }) => part.rate(memory, epoch),
    causes: (before, after, path, step) => part.causes(before.memory, after.memory, `${path}.part`, step),
    restore(saved, path, clock) {
      const it = check.record('resume', path, saved, ['epoch', 'memory', 'gathered', 'read']);
      check.count('resume', `${path}.epoch`, it.epoch);
      const epoch = it.epoch as number;
      const latest = Math.max(clock, epochOf(clock));
      if (epoch > latest) check.refuse('resume', `${path}.epoch`, `at most ${latest}`, epoch);
      return {
        epoch,
        memory: part.restore(it.memory, `${path}.memory`, epoch),
        gathered: gatheredIn(it.gathered, `${path}.gathered`),
        read: readIn(it.read, `${path}.read`, epoch),
      };
    },
  };
  return held(machine, span);
}

/** What an epoch's readings are to the part, when the epoch is over. */
class Closing implements InHand {
  readonly report: unknown;
  /** Of the reading that was taken last; before one is, the highest. */
  index: number;
  readonly isAwaited = false;
  readonly isSilent: boolean;
  readonly #gathered: Gathered;
  readonly #behind: InHand;

  constructor(gathered: Gathered, behind: InHand) {
    this.#gathered = gathered;
    this.#behind = behind;
    this.isSilent = Object.keys(gathered).length === 0;
    this.index = Math.max(NONE, ...Object.values(gathered).map(([index]) => index));
    this.report =
      this.peek(BARE) ?? Object.fromEntries(Object.keys(gathered).map((name) => [name, this.peek(name)]));
  }

  peek(monitor: string): number | undefined {
    const reading = Object.hasOwn(this.#gathered, monitor) ? this.#gathered[monitor] : undefined;
    return reading === undefined ? undefined : readingOf(reading[1]);
  }

  indexOf(monitor: string): number {
    return this.#gathered[monitor]?.[0] ?? NONE;
  }

  of(monitor: string): number | undefined {
    const reading = this.peek(monitor);
    // What is not there must be asked for, so that a metric which never comes is noticed.
    if (reading === undefined) return this.#behind.of(monitor);
    this.index = this.indexOf(monitor);
    return reading;
  }
}

/** The name under which a report that is a bare number is kept; no metric has it. */
const BARE = '';

const silence: InHand = {
  report: {},
  index: NONE,
  isAwaited: false,
  isSilent: true,
  indexOf: () => NONE,
  of: () => undefined,
  peek: () => undefined,
};

function gatheredIn(value: unknown, path: string): Gathered {
  const entries = Object.entries(check.record('resume', path, value, []));
  for (const [name, pair] of entries) {
    const fits = Array.isArray(pair) && Number.isSafeInteger(pair[0]) && pair[0] >= NONE && isKept(pair[1]);
    if (!fits) check.refuse('resume', `${path}.${name}`, 'an index and a reading', pair);
  }
  return value as Gathered;
}

function readIn(value: unknown, path: string, latest: number): Memory['read'] {
  const entries = Object.entries(check.record('resume', path, value, []));
  for (const [name, epoch] of entries) {
    check.count('resume', `${path}.${name}`, epoch);
    if ((epoch as number) > latest) check.refuse('resume', `${path}.${name}`, `at most ${latest}`, epoch);
  }
  return value as Memory['read'];
}
