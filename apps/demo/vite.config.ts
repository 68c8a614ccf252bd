import { defaultClientConditions, defineConfig, type Plugin } from 'vite';
import { penguins } from '../../tools/penguins.ts';

/** Puts the data set into the bundle, so that the page asks nobody for it. */
function penguinsModule(): Plugin {
  const id = 'virtual:penguins';
  return {
    name: 'penguins',
    resolveId: (source) => (source === id ? `\0${id}` : undefined),
    load: (resolved) => (resolved === `\0${id}` ? `export default ${JSON.stringify(penguins())}` : undefined),
  };
}

export default defineConfig(({ command, isPreview }) => ({
  // Relative, so that the built page can be served from any folder.
  base: './',
  plugins: [penguinsModule()],
  resolve: {
    // The dev server reads the packages' sources; the build takes what is published, as a user's would.
    conditions: [
      ...(command === 'serve' && !isPreview ? ['@anneal/source'] : []),
      'es2015',
      ...defaultClientConditions,
    ],
  },
  worker: { format: 'es', plugins: () => [penguinsModule()] },
  build: {
    target: 'es2022',
  },
  preview: { host: '127.0.0.1' },
}));
