import { log } from '@anneal/logger';
import { browser } from '@anneal/logger/browser';
import { map, range } from 'rxjs';

addEventListener('message', ({ data: name }) => {
  range(0, 1000)
    .pipe(
      map((step) => ({ step, loss: 1 / step })),
      log(browser(name)),
    )
    .subscribe({ complete: () => postMessage('done') });
});
