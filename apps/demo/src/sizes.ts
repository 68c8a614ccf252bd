/** How many penguins make one step. */
export const batchSize = 32;

/** How many of so many penguins are kept back, to be asked about only: one in five. */
export const heldOutOf = (penguins: number): number => Math.floor(penguins * 0.2);

/** How many steps so many epochs over so many penguins have; the last batch of an epoch may be a small one. */
export const stepsOf = (epochs: number, penguins: number): number => epochs * Math.ceil(penguins / batchSize);
