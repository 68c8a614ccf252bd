import {
  auditTime,
  buffer,
  concat,
  connect,
  defer,
  filter,
  finalize,
  ignoreElements,
  map,
  materialize,
  merge,
  type Observable,
  of,
  switchMap,
  takeUntil,
} from 'rxjs';
import type { Going } from '../going.ts';
import type { Pace } from '../pace.ts';
import { Field, type Order } from './field.ts';
import { groundOf, setNews } from './ground.ts';
import type { News } from './messages.ts';
import { pictures } from './pictures.ts';
import { type Ran, rowsNews } from './rows-news.ts';
import type { Deed } from './setup.ts';

/** How often the page hears of what happens, in milliseconds: a screen shows no more than that. */
const telling = 1000 / 30;
/** How often it gets new pictures. */
const painting = 500;

/** What the visitor has in hand while a race is on. */
export interface Controls {
  readonly going: Going;
  readonly pace: Pace;
  readonly deeds: Observable<Deed>;
}

/** A race, from its first picture to its end. It goes on while somebody listens, and then gives all memory back. */
export function race(order: Order, { going, pace, deeds }: Controls): Observable<News> {
  return defer(() => {
    const ground = groundOf(order.setup, order.table);
    const { run, setup } = order;
    const field = new Field(order, ground, going, pace);
    let isOver = false;

    const lanes = setup.racers.map(({ lane }) => lane);
    const painted = defer(() => pictures(ground, { run, step: field.done, lanes }, () => isOver));
    const pauses = going.running.pipe(filter((isOn) => !isOn));

    const raced = field.happenings.pipe(
      connect((happenings) => {
        const over = happenings.pipe(ignoreElements(), materialize());
        const all = merge(happenings, deeds.pipe(map((deed) => field.take(deed)))).pipe(takeUntil(over));
        const looks = merge(happenings.pipe(auditTime(painting)), pauses);
        return merge(
          told(all, order),
          looks.pipe(
            switchMap(() => painted),
            takeUntil(over),
          ),
        );
      }),
    );
    return concat(of(setNews(run, ground)), painted, raced, painted, of({ type: 'done', run } as const)).pipe(
      filter((news) => news !== undefined),
      finalize(() => {
        isOver = true;
        ground.engine.dispose();
      }),
    );
  });
}

/** Puts what happens into as few messages as a screen can show; steps that ran come before what is said of them. */
function told(happenings: Observable<Ran | News>, { run, setup }: Order): Observable<News> {
  return happenings.pipe(
    connect((shared) => shared.pipe(buffer(shared.pipe(auditTime(telling))))),
    switchMap((all) => {
      const ran = all.filter((event): event is Ran => 'row' in event);
      const news = all.filter((event): event is News => !('row' in event));
      return ran.length === 0 ? news : [rowsNews(run, setup.racers.length, ran), ...news];
    }),
  );
}
