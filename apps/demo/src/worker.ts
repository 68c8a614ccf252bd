import penguins from 'virtual:penguins';
import { train } from '@anneal/trainer';
import * as tf from '@tensorflow/tfjs';
import { BehaviorSubject, bufferTime, filter, finalize, type Subscription } from 'rxjs';
import type { Command, News, Order } from './messages.ts';
import { classifier } from './model.ts';
import { Pace } from './pace.ts';
import { choiceOf } from './schedules.ts';

/** How often the page hears of new rows, in milliseconds: a screen shows no more than that. */
const telling = 1000 / 30;

const running = new BehaviorSubject(true);
const pace = new Pace(Number.POSITIVE_INFINITY);
let run: Subscription | undefined;

addEventListener('message', ({ data: command }: MessageEvent<Command>) => {
  switch (command.type) {
    case 'run':
      begin(command);
      break;
    case 'pause':
      running.next(false);
      break;
    case 'resume':
      running.next(true);
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

function begin({ run: number, schedule, seed, epochs, perSecond }: Order): void {
  run?.unsubscribe();
  running.next(true);
  pace.perSecond = perSecond;
  try {
    const fresh = classifier(penguins, seed);
    const steps = epochs * fresh.stepsPerEpoch;
    const trainer = fresh.trainer(epochs, () => pace.take());
    run = train(trainer, choiceOf(schedule).make(steps), { running })
      .pipe(
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
