export { type Kept, type Law, type LawsOptions, laws } from './laws.ts';
