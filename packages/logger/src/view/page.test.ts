import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { PageData } from './data.ts';
import { embedded, page } from './page.ts';

const hostile = '</script><script>alert(1)</script><!--\u2028\u2029<img src=x onerror=alert(1)>"\'&';
const none: PageData = { title: hostile, runs: [] };

describe('the page', () => {
  it('is one file of less than 200 kB, with nothing to load', () => {
    const html = page(none);
    expect(Buffer.byteLength(html)).toBeLessThan(200_000);
    expect(html).toContain("default-src 'none'");
    // The name of a namespace is no address.
    const addresses = html.match(/(?:https?:)?\/\/[\w-]+\.[\w.-]+/g) ?? [];
    expect(new Set(addresses)).toEqual(new Set(addresses.filter((one) => one.includes('www.w3.org'))));
    expect(html).not.toMatch(/<(?:link|script|img|iframe)[^>]*\s(?:src|href)=(?!"data:)/);
  });

  it('carries the licence of what it holds', () => {
    expect(page(none)).toMatch(
      /uPlot 1\.6\.\d+\s+The MIT License \(MIT\)\s+Copyright \(c\) \d+ Leon Sorokin/,
    );
  });

  it('lets run the one script that is its own', () => {
    const html = page(none);
    const scripts = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, code]) => code as string);
    expect(scripts).toHaveLength(1);
    const hash = createHash('sha256')
      .update(scripts[0] as string)
      .digest('base64');
    expect(html).toContain(`script-src 'sha256-${hash}'`);
  });

  it('holds texts of the runs as data only', () => {
    const html = page(none);
    expect(html.match(/<\/script/g)).toHaveLength(2);
    expect(html).not.toContain('<img');
    const json = /id="data">(.*)<\/script>/.exec(html)?.[1] as string;
    expect(JSON.parse(json)).toEqual(none);
    expect(embedded(hostile)).not.toMatch(/[<\u2028\u2029]/);
    expect(JSON.parse(embedded(hostile))).toBe(hostile);
  });
});
