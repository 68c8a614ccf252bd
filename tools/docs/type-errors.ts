/** Type-checks written blocks, with the options of the repository, and names the lines of the documentation. */
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import type { Written } from './written.ts';

function options(): ts.CompilerOptions {
  const file = fileURLToPath(new URL('tsconfig.json', import.meta.url));
  const fail = (diagnostic: ts.Diagnostic): never => {
    throw new Error(ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n'));
  };
  const parsed = ts.getParsedCommandLineOfConfigFile(file, undefined, {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: fail,
  });
  if (parsed === undefined) throw new Error(`cannot read ${file}`);
  // As in vitest.shared.ts: the sources, or what is published.
  return process.env.ANNEAL_TEST_DIST ? { ...parsed.options, customConditions: [] } : parsed.options;
}

/** One line for each error in the blocks: errors in the packages themselves are theirs to report. */
export function typeErrors(blocks: readonly Pick<Written, 'file' | 'name' | 'path'>[]): string[] {
  const program = ts.createProgram({ rootNames: blocks.map(({ path }) => path), options: options() });
  const message = ({ messageText }: ts.Diagnostic): string =>
    ts.flattenDiagnosticMessageText(messageText, '\n');
  return [
    ...[...program.getOptionsDiagnostics(), ...program.getGlobalDiagnostics()].map(message),
    ...blocks.flatMap((block) => {
      const source = program.getSourceFile(block.path);
      if (source === undefined) return `${block.name}: not found by the compiler`;
      return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
        (diagnostic) => {
          const { line } = source.getLineAndCharacterOfPosition(diagnostic.start ?? 0);
          return `${block.file}:${line + 1}: TS${diagnostic.code}: ${message(diagnostic)}`;
        },
      );
    }),
  ];
}
