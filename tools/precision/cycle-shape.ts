/** What one-cycle curves are told about their form; what is left out is their default. */
export interface Shape {
  readonly ease?: 'cosine' | 'linear';
  readonly phases?: 2 | 3;
}

export const shapes: readonly Shape[] = [
  {},
  { ease: 'linear' },
  { phases: 3 },
  { ease: 'linear', phases: 3 },
];

export const variantOf = ({ ease = 'cosine', phases = 2 }: Shape): string => `${ease}, ${phases} phases`;
