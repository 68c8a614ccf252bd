/** What an adapter says to a second run while one is on: they would pull one model two ways. */
export const aRunIsOn = 'a run of this trainer is on; share() its rows, or make one trainer for each run';
