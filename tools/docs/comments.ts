/** Finds the comments of TypeScript source: by the parser, so that text inside strings never counts. */
import ts from 'typescript';

export interface Comment {
  readonly pos: number;
  readonly end: number;
  readonly text: string;
}

export const parse = (code: string): ts.SourceFile =>
  ts.createSourceFile('block.ts', code, ts.ScriptTarget.ESNext, true, ts.ScriptKind.TS);

/** Every comment, in the order of the text: each stands in front of some token, at the latest the end of file. */
export function commentsIn(source: ts.SourceFile): Comment[] {
  const { text } = source;
  const found = new Map<number, Comment>();
  const visit = (node: ts.Node): void => {
    if (ts.isJSDoc(node)) return;
    const children = node.getChildren(source);
    if (children.length > 0) {
      for (const child of children) visit(child);
      return;
    }
    const before = node.getFullStart();
    for (const ranges of [
      ts.getTrailingCommentRanges(text, before),
      ts.getLeadingCommentRanges(text, before),
    ])
      for (const { pos, end } of ranges ?? []) found.set(pos, { pos, end, text: text.slice(pos, end) });
  };
  visit(source);
  return [...found.values()].sort((a, b) => a.pos - b.pos);
}
