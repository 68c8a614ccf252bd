import { Observable } from 'rxjs';
import { expect, it } from 'vitest';
import { oneAtATime } from './one-at-a-time.ts';

it('lets the next subscriber in when the one before has left, in order', () => {
  const log: string[] = [];
  let n = 0;
  const source = new Observable<never>(() => {
    const name = ++n;
    log.push(`${name} in`);
    return () => log.push(`${name} out`);
  });
  const alone = oneAtATime(source);
  const [a, b, c] = [alone.subscribe(), alone.subscribe(), alone.subscribe()];
  expect(log).toEqual(['1 in']);
  b.unsubscribe();
  expect(log).toEqual(['1 in']);
  a.unsubscribe();
  c.unsubscribe();
  expect(log).toEqual(['1 in', '1 out', '2 in', '2 out']);
  alone.subscribe();
  expect(log.at(-1)).toBe('3 in');
});

it('goes on where one completes within its subscription', () => {
  let n = 0;
  const alone = oneAtATime(
    new Observable<never>((out) => {
      n++;
      out.complete();
    }),
  );
  alone.subscribe();
  alone.subscribe();
  expect(n).toBe(2);
});
