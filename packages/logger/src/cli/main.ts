import { cli } from './cli.ts';

// Whoever reads may have seen enough (`| head`): that is no failure, and the page is to be written all the same.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

cli(process.argv.slice(2), process).then((code) => {
  process.exitCode = code;
});
