export { type Law, type LawsOptions, laws, type Walk, type Walker } from './laws.ts';
