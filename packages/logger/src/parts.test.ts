import { describe, expect, it } from 'vitest';
import { partFile, partsAmong } from './parts.ts';

describe('partFile', () => {
  it.each([
    ['run.jsonl', 1, 'run.jsonl'],
    ['run.jsonl', 2, 'run.2.jsonl'],
    ['/a.b/run.jsonl', 10, '/a.b/run.10.jsonl'],
    ['/a.b/run', 2, '/a.b/run.2'],
    ['a.b.jsonl', 3, 'a.b.3.jsonl'],
    ['.jsonl', 2, '.jsonl.2'],
    ['C:\\a.b\\run', 2, 'C:\\a.b\\run.2'],
  ])('of %s, number %i', (file, part, expected) => {
    expect(partFile(file, part)).toBe(expected);
  });
});

it('partsAmong finds what partFile names, in order, and no more', () => {
  const parts = [12, 2, 3].map((part) => partFile('run.jsonl', part));
  const others = [
    'run.jsonl',
    'run.1.jsonl',
    'run.02.jsonl',
    'run.a.jsonl',
    'run..jsonl',
    'run.2.csv',
    'a.2.jsonl',
  ];
  expect(partsAmong([...parts, ...others, 'run.2.3.jsonl', 'run.-4.jsonl'], 'run.jsonl')).toEqual([2, 3, 12]);
  expect(partsAmong(['run.2', 'run.2.jsonl', 'run'], 'run')).toEqual([2]);
});
