import type { News } from './messages.ts';

/** The buffers of news that are handed over instead of copied: nobody here needs them any more. */
export function transferred(news: News): Transferable[] {
  switch (news.type) {
    case 'rows':
      return [news.losses.buffer, news.rates.buffer];
    case 'found':
      return [news.losses.buffer, news.rates.buffer, news.smoothed.buffer];
    case 'pictures':
      return news.pictures.map(({ answers }) => answers.buffer);
    case 'set':
      return [news.examples.buffer];
    default:
      return [];
  }
}
