/** What `--help` says. */
export const help: string = `Looks at runs that jsonl() of @anneal/logger has written.

Usage: anneal-logger view <run.jsonl> [more.jsonl …] [options]

  Draws the loss and the rate here, and writes a page with charts to look at in
  a browser: one file, complete in itself. Several runs lie over each other.

Options of view
  -o, --out <file.html>  where the page goes; default: as the first run, .html
  -f, --force            write over a file that is no page of this program
      --no-chart         draw nothing here
      --no-page          write no page

  -h, --help             this text
  -v, --version          the version

Example
  npx anneal-logger view runs/*.jsonl --out runs.html
`;
