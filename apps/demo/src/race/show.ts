import { concat, defer, filter, finalize, type Observable, of } from 'rxjs';
import { groundOf, setNews } from './ground.ts';
import type { Command, News } from './messages.ts';
import { pictures } from './pictures.ts';

/** What a race would be run on: the examples, and what the networks make of them before they have learned. */
export function show({ run, setup, table }: Extract<Command, { type: 'show' }>): Observable<News> {
  return defer(() => {
    const ground = groundOf(setup, table);
    const lanes = setup.racers.map(({ lane }) => lane);
    let isOver = false;
    return concat(
      of(setNews(run, ground)),
      defer(() => pictures(ground, { run, step: 0, lanes }, () => isOver)),
    ).pipe(
      filter((news) => news !== undefined),
      finalize(() => {
        isOver = true;
        ground.engine.dispose();
      }),
    );
  });
}
