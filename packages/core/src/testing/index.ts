export { type Law, laws } from './laws.ts';
