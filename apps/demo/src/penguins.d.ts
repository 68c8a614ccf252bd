/** The data set, put into the page when it is built; see vite.config.ts. */
declare module 'virtual:penguins' {
  import type { Penguins } from '../../../tools/penguins.ts';

  const penguins: Penguins;
  export default penguins;
}
