export { fromJSON, type OwnSchedules } from './from-json.ts';
