// The parts of the page that do not depend on the runs. A build, and a test on the sources, puts them here: `page/main.ts` with
// uPlot and the styles, bundled and minified (tools/view-page.ts).

/** The page's script. */
export const script: string = missing();

/** The page's style sheet. */
export const style: string = missing();

/** Whose library the script holds, and on what terms. */
export const licence: string = missing();

function missing(): never {
  throw new Error('the page is not bundled: run the built package, or build with tools/view-page.ts');
}
