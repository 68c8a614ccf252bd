export { type CsvOptions, csv } from './csv.ts';
