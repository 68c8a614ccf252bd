const signs =
  /(?<comment>\/\/[^\n]*)|(?<text>'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")|(?<number>(?<![\w$])-?\d[\d.]*(?:e[+-]?\d+)?)/g;

/** Code with its comments, texts and numbers told apart. */
export function coloured(code: string): (Node | string)[] {
  const parts: (Node | string)[] = [];
  let from = 0;
  for (const match of code.matchAll(signs)) {
    const kind = Object.entries(match.groups ?? {}).find(([, found]) => found !== undefined)?.[0] as string;
    const span = document.createElement('span');
    span.className = kind;
    span.textContent = match[0];
    parts.push(code.slice(from, match.index), span);
    from = match.index + match[0].length;
  }
  return [...parts, code.slice(from)];
}
