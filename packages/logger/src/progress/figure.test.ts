import { describe, expect, it } from 'vitest';
import { duration, figure } from './figure.ts';

describe('figure', () => {
  it.each([
    [0.031234, 3, '0.0312'],
    [0.1, 3, '0.1'],
    [0.000031, 3, '3.1e-5'],
    [0.00099999, 3, '0.001'],
    [0.0009994, 3, '9.99e-4'],
    [0.284149, 4, '0.2841'],
    [12.3456, 4, '12.35'],
    [-0.5, 4, '-0.5'],
    [12345.6, 4, '12346'],
    [999_999, 4, '1e6'],
    [1_234_567, 4, '1.235e6'],
    [0, 3, '0'],
    [NaN, 4, 'NaN'],
    [Infinity, 4, 'Infinity'],
    [-Infinity, 4, '-Infinity'],
  ])('says %d in %d digits as %s', (value, digits, text) => {
    expect(figure(value, digits)).toBe(text);
  });
});

describe('duration', () => {
  it.each([
    [0, '0s'],
    [0.4, '0s'],
    [12, '12s'],
    [59.6, '1m00s'],
    [200, '3m20s'],
    [3599.7, '1h00m'],
    [3720, '1h02m'],
    [86_399, '23h59m'],
    [86_400, '1d00h'],
    [183_600, '2d03h'],
  ])('says %d s as %s', (seconds, text) => {
    expect(duration(seconds)).toBe(text);
  });
});
