/** Turns what a block says of itself, `expression; // => value`, into claims that are checked when it runs. */
import ts from 'typescript';
import { type Comment, commentsIn, parse } from './comments.ts';

export interface Transformed {
  /** The block with its claims, line for line. */
  readonly code: string;
  /** Where each claim stands, in the words of `place`. */
  readonly claims: readonly string[];
  readonly problems: readonly string[];
}

type Subject = ts.ExpressionStatement | ts.VariableStatement;

const isSubject = (node: ts.Node): node is Subject =>
  ts.isExpressionStatement(node) || ts.isVariableStatement(node);

/** A claim belongs to the statement in front of it, on the same line or on the line above. */
function subjectOf(comment: Comment, source: ts.SourceFile): Subject | undefined {
  let subject: Subject | undefined;
  const visit = (node: ts.Node): void => {
    const end = node.getEnd();
    if (
      isSubject(node) &&
      end <= comment.pos &&
      /^[^\S\n]*\n?[^\S\n]*$/.test(source.text.slice(end, comment.pos))
    )
      subject = node;
    ts.forEachChild(node, visit);
  };
  visit(source);
  return subject;
}

/** Whether `value` is one expression: a remark after it would otherwise become part of the code. */
function isExpression(value: string): boolean {
  const code = `(${value})`;
  if (ts.transpileModule(code, { reportDiagnostics: true }).diagnostics?.length) return false;
  const { statements } = parse(code);
  const [only] = statements;
  if (statements.length !== 1 || only === undefined || !ts.isExpressionStatement(only)) return false;
  if (!ts.isParenthesizedExpression(only.expression)) return false;
  const { expression } = only.expression;
  return !(ts.isBinaryExpression(expression) && expression.operatorToken.kind === ts.SyntaxKind.CommaToken);
}

/** The claim, to be put right after `subject`, which may have left out its semicolon. */
const call = (where: string, subject: Subject, actual: string, value: string): string =>
  `${subject.getText().endsWith(';') ? '' : ';'} __claim(${JSON.stringify(where)}, ${actual}, (${value}));`;

/** `place` names line n of the code, the first being 1; `claims` is the path from which `claim` is imported. */
export function transform(
  code: string,
  place: (line: number) => string,
  claims = '../claim.ts',
): Transformed {
  const source = parse(code);
  const made: string[] = [];
  const problems: string[] = [];
  const inserts: { readonly at: number; readonly text: string }[] = [];
  for (const comment of commentsIn(source)) {
    const value = /^\/\/\s*=>\s*(.*?)\s*$/.exec(comment.text)?.[1];
    if (value === undefined) continue;
    const where = place(source.getLineAndCharacterOfPosition(comment.pos).line + 1);
    const subject = subjectOf(comment, source);
    if (subject === undefined) {
      problems.push(`${where}: "// =>" must follow an expression statement or a declaration`);
    } else if (!isExpression(value)) {
      problems.push(`${where}: what follows "// =>" must be one JavaScript expression, got: ${value}`);
    } else if (ts.isExpressionStatement(subject)) {
      const { expression } = subject;
      // A constant in a block of its own: as an argument, the expression would be inferred from its parameter.
      inserts.push({ at: expression.getStart(source), text: '{ const __actual = (' });
      inserts.push({ at: expression.getEnd(), text: ')' });
      inserts.push({ at: subject.getEnd(), text: `${call(where, subject, '__actual', value)} }` });
      made.push(where);
    } else {
      const [declaration, ...others] = subject.declarationList.declarations;
      if (declaration !== undefined && others.length === 0 && ts.isIdentifier(declaration.name)) {
        inserts.push({ at: subject.getEnd(), text: call(where, subject, declaration.name.text, value) });
        made.push(where);
      } else problems.push(`${where}: "// =>" after a declaration needs exactly one name declared`);
    }
  }
  let written = '';
  let from = 0;
  for (const { at, text } of inserts.sort((a, b) => a.at - b.at)) {
    written += code.slice(from, at) + text;
    from = at;
  }
  written += code.slice(from);
  // At the end, so that lines keep their numbers: imports are hoisted. It also makes every block a module.
  return { code: `${written}\nimport { claim as __claim } from '${claims}';\n`, claims: made, problems };
}
