import type { Row } from '../row.ts';
import type { Run } from '../run.ts';
import { aboutEvents } from './about-events.ts';
import { causesText, type Describe } from './causes.ts';
import type { Batch } from './event-file.ts';
import { sessionStart, text } from './events.ts';
import { type Hparam, hparams, hparamsEnd } from './hparams.ts';
import { RowRecords } from './row-records.ts';
import { Steps } from './steps.ts';

/** The events of one opening that wait to be written: what is told of the run, its rows, and its end. */
export class RunEvents {
  readonly #run: Run;
  readonly #hparams: ReadonlyMap<string, Hparam>;
  readonly #describe: Describe;
  readonly #steps: Steps = new Steps();
  readonly #records: RowRecords = new RowRecords();
  #rowEnds: number[] = [];
  /** The step of the latest row; nothing before the first. */
  #step: number | undefined;
  /** It is settled whether, and where, it was said that the attempt begins. */
  #begun = false;

  constructor(run: Run, describe: Describe) {
    this.#run = run;
    this.#hparams = hparams(run.config);
    this.#describe = describe;
  }

  /** How many bytes wait. */
  get length(): number {
    return this.#records.length;
  }

  /** What waits; its memory is used again after `clear`. */
  get batch(): Batch {
    return { bytes: this.#records.bytes, rowEnds: this.#rowEnds };
  }

  clear(): void {
    this.#records.clear();
    this.#rowEnds = [];
  }

  add(row: Row, wallTime: number): void {
    const step = this.#steps.of(row);
    if (!this.#begun && this.#steps.indexed) {
      this.#begun = true;
      // Not when the file is opened: at which step the attempt begins is known only now. Nor at the place of a row before
      // the first step, which would hide all earlier attempts, nor where it would hide such rows of this one.
      if (step > (this.#step ?? -1)) this.#records.add(sessionStart({ wallTime, step }));
    }
    if (this.#step === undefined) {
      for (const event of aboutEvents({ wallTime, step }, this.#run, this.#hparams)) this.#records.add(event);
    }
    this.#step = step;
    if (row.causes !== undefined) {
      const causes = causesText(row.causes, this.#describe);
      if (causes !== '') this.#records.add(text({ wallTime, step }, 'causes', causes));
    }
    this.#records.addRow(row, step, wallTime);
    this.#rowEnds.push(this.#records.length);
  }

  /** Says that the run is over, where it was said that it began. */
  end(wallTime: number): void {
    if (this.#step === undefined || this.#hparams.size === 0) return;
    this.#records.add(hparamsEnd({ wallTime, step: this.#step }));
  }
}
