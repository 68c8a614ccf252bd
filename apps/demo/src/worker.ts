import penguins from 'virtual:penguins';
import { train } from '@anneal/trainer';
import * as tf from '@tensorflow/tfjs';
import { bufferTime, filter, finalize, type Subscription, tap } from 'rxjs';
import { Going } from './going.ts';
import type { Command, News, Order } from './messages.ts';
import { classifier } from './model.ts';
import { Pace } from './pace.ts';
import { choiceOf } from './schedules.ts';

/** How often the page hears of new rows, in milliseconds: a screen shows no more than that. */
const telling = 1000 / 30;

const going = new Going();
const pace = new Pace(Number.POSITIVE_INFINITY);
let run: Subscription | undefined;

addEventListener('message', ({ data: command }: MessageEvent<Command>) => {
  switch (command.type) {
    case 'run':
      begin(command);
      break;
    case 'pause':
      going.stop();
      break;
    case 'resume':
      going.go();
      break;
    case 'step':
      going.go(1);
      break;
    case 'reset':
      run?.unsubscribe();
      break;
    case 'pace':
      pace.perSecond = command.perSecond;
      break;
  }
});

tf.setBackend('cpu').then(
  () => tell({ type: 'ready' }),
  (error: unknown) => fail(undefined, error),
);

function begin({ run: number, schedule, values, seed, epochs, perSecond, once }: Order): void {
  run?.unsubscribe();
  going.stop();
  going.go(once ? 1 : Number.POSITIVE_INFINITY);
  pace.perSecond = perSecond;
  try {
    const fresh = classifier(penguins, seed);
    const steps = epochs * fresh.stepsPerEpoch;
    const trainer = fresh.trainer(epochs, () => pace.take());
    run = train(trainer, choiceOf(schedule).make(values, steps), { running: going.running })
      .pipe(
        // Heard before the next rate is let out, so that not one step more than wanted begins.
        tap(({ loss }) => {
          // An epoch's end has a row of its own, and is no step.
          if (loss !== undefined) going.took();
        }),
        bufferTime(telling),
        filter((rows) => rows.length > 0),
        // A run that is let go of may still be in its last batch; whatever that comes to, nobody listens any more.
        finalize(() => fresh.dispose()),
      )
      .subscribe({
        next: (rows) => tell({ type: 'rows', run: number, rows }),
        error: (error: unknown) => fail(number, error),
        complete: () => tell({ type: 'done', run: number }),
      });
  } catch (error) {
    fail(number, error);
  }
}

function fail(run: number | undefined, error: unknown): void {
  tell({ type: 'failed', run, reason: error instanceof Error ? error.message : String(error) });
}

function tell(news: News): void {
  postMessage(news);
}
