import { blockOf } from './catalogue.ts';
import { partsOf } from './place.ts';
import { type Plan, tidy } from './plan.ts';

const width = 80;

/** A text, or something in brackets whose items may stand on lines of their own. */
type Code = string | { readonly open: string; readonly items: readonly Code[]; readonly close: string };

const call = (name: string, ...items: Code[]): Code => ({ open: `${name}(`, items, close: ')' });

/** A string as it is written in TypeScript. */
function quoted(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

const keyOf = (key: string): string => (/^[A-Za-z_$][\w$]*$/.test(key) ? key : quoted(key));

function valueCode(value: unknown): Code {
  if (Array.isArray(value)) return { open: '[', items: value.map(valueCode), close: ']' };
  if (typeof value === 'object' && value !== null) return optionsCode(value);
  return typeof value === 'string' ? quoted(value) : String(value);
}

function optionsCode(options: object): Code {
  const items = Object.entries(options).map(([key, value]) => prefixed(`${keyOf(key)}: `, valueCode(value)));
  return { open: '{', items, close: '}' };
}

const prefixed = (text: string, code: Code): Code =>
  typeof code === 'string' ? text + code : { ...code, open: text + code.open };

/** The call that makes a plan. */
function planCode({ type, part, parts, ...options }: Plan): Code {
  switch (type) {
    case 'constant':
      return call(type, valueCode(options.rate));
    case 'scale':
      return call(type, planCode(part as Plan), valueCode(options.k));
    case 'lasting':
      return call(type, planCode(part as Plan), valueCode(options.steps));
    case 'combine':
      return call(
        type,
        { open: '[', items: (parts as readonly Plan[]).map(planCode), close: ']' },
        `Math.${options.fold}`,
      );
    default: {
      if (parts !== undefined) return call(type, ...parts.map(planCode));
      const given = Object.keys(options).length > 0 ? [optionsCode(options)] : [];
      return call(type, ...(part === undefined ? [] : [planCode(part)]), ...given);
    }
  }
}

/** On one line, if there is room for it; a list, or an option, that stands alone in its brackets shares their lines. */
function printed(code: Code, indent: string, before: number, after: number): string {
  if (typeof code === 'string') return code;
  const line = onOneLine(code);
  if (indent.length + before + line.length + after <= width) return line;
  const { open, items, close } = code;
  const [only] = items;
  if (items.length === 1 && typeof only === 'object' && only.open === '{')
    return open + printed(only, indent, before + open.length, after + close.length) + close;
  const inner = `${indent}  `;
  const lines = items.map((item) => `${inner}${printed(item, inner, 0, 1)},\n`);
  return `${open}\n${lines.join('')}${indent}${close}`;
}

function onOneLine(code: Code): string {
  if (typeof code === 'string') return code;
  const { open, items, close } = code;
  const inside = items.map(onOneLine).join(', ');
  return open.endsWith('{') && inside !== '' ? `${open} ${inside} ${close}` : open + inside + close;
}

/** The functions that a plan is made by; those that the page knows. */
export function namesIn(plan: Plan): string[] {
  const { type } = blockOf(plan.type);
  return [...new Set([type, ...partsOf(plan).flatMap((part) => namesIn(part.plan))])].sort();
}

/** An import on as many lines as it takes. */
export function importCode(names: readonly string[], from: string): string {
  const line = `import { ${names.join(', ')} } from '${from}';`;
  if (line.length <= width) return line;
  return `import {\n${names.map((name) => `  ${name},\n`).join('')}} from '${from}';`;
}

/** `const schedule = …;` for a plan that is tidy. */
export function declaration(plan: Plan): string {
  const head = 'const schedule = ';
  return `${head}${printed(planCode(plan), '', head.length, 1)};`;
}

/** The TypeScript that makes a schedule, imports included: it runs as pasted, and makes the same schedule to the last bit. */
export function toCode(json: unknown): string {
  const plan = tidy(json);
  return `${importCode(namesIn(plan), '@anneal/core')}\n\nexport ${declaration(plan)}\n`;
}
