import { concatMap, from, type Observable, Subject, Subscription } from 'rxjs';
import { Going } from '../going.ts';
import { Pace } from '../pace.ts';
import type { Command, News } from './messages.ts';
import type { Deed } from './setup.ts';
import { transferred } from './transferred.ts';

const controls = { going: new Going(), pace: new Pace(Number.POSITIVE_INFINITY), deeds: new Subject<Deed>() };
const { going, pace, deeds } = controls;
let raced = new Subscription();
let found = new Subscription();
let shown = new Subscription();
let reading = new Subscription();

/** The engine comes with the races, and not with the page. */
const engine = import('./races.ts');

addEventListener('message', ({ data: command }: MessageEvent<Command>) => {
  switch (command.type) {
    case 'race': {
      const { run, once, ahead = once ? 1 : Number.POSITIVE_INFINITY, perSecond } = command;
      stop();
      if (ahead > 0) going.go(ahead);
      pace.perSecond = perSecond;
      raced = told(run, ({ race }) => race(command, controls));
      break;
    }
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
      stop();
      break;
    case 'pace':
      pace.perSecond = command.perSecond;
      break;
    case 'do':
      deeds.next(command.deed);
      break;
    case 'show':
      shown.unsubscribe();
      shown = told(command.run, ({ show }) => show(command));
      break;
    case 'find':
      found.unsubscribe();
      found = told(command.run, ({ find }) => find(command));
      break;
    case 'read':
      reading.unsubscribe();
      reading = read(command.file, command.target);
      break;
  }
});

engine.then(
  () => tell({ type: 'ready' }),
  (error: unknown) => fail(undefined, error),
);

function stop(): void {
  for (const listening of [raced, found, shown]) listening.unsubscribe();
  going.stop();
}

/** Tells the page all that comes of it, as soon as the engine is there. */
function told(run: number, of: (races: Awaited<typeof engine>) => Observable<News>): Subscription {
  return from(engine)
    .pipe(concatMap(of))
    .subscribe({ next: tell, error: (error: unknown) => fail(run, error) });
}

/** Reads a file of the visitor's own, for as long as no other one is asked for. */
function read(file: File, target: string | undefined): Subscription {
  return from(import('../data/csv.ts'))
    .pipe(concatMap(({ readTable }) => readTable(file, target)))
    .subscribe({
      next: (read) => tell({ type: 'table', ...read }),
      error: (error: unknown) => tell({ type: 'unreadable', reason: wordsOf(error) }),
    });
}

function fail(run: number | undefined, error: unknown): void {
  tell({ type: 'failed', run, reason: wordsOf(error) });
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function tell(news: News): void {
  postMessage(news, { transfer: transferred(news) });
}
