import { createHash } from 'node:crypto';
import type { PageData } from './data.ts';
import { licence, script, style } from './page-parts.ts';

/** How a page of ours begins; a file that begins otherwise is somebody's own. */
export const MARK = '<!doctype html>\n<!-- Written by anneal-logger view. -->\n';

/**
 * The page of some runs, complete in itself: it loads nothing, and its policy lets it load nothing.
 *
 * What comes from the runs is data, never markup: the script makes text of it.
 */
export function page(data: PageData): string {
  const code = inScript(script);
  const policy = `default-src 'none'; script-src '${sha256(code)}'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'`;
  return `${MARK}<!--
${licence.replaceAll('--', '- -')}
-->
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(data.title)}</title>
<link rel="icon" href="data:,">
<style>${style.replaceAll('</', '<\\/')}</style>
</head>
<body>
<noscript>These charts are drawn by a script, and scripts are off in this browser.</noscript>
<script type="application/json" id="data">${embedded(data)}</script>
<script>${code}</script>
</body>
</html>
`;
}

/** JSON within a script: no `<`, so that nothing in it ends the script or begins a comment, and no line ends but JSON's own. */
export function embedded(data: unknown): string {
  return JSON.stringify(data).replace(
    /[<\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A text within an element, or within quotes. */
function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** In a text or a pattern of the script, `\/` says the same as `/`. */
function inScript(code: string): string {
  return code.replace(/<\/(?=script)/gi, '<\\/');
}

function sha256(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
