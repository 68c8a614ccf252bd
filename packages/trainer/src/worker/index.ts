export type { ChannelReport, ChannelTrainer } from '../channel-trainer.ts';
export type { Row } from '../row.ts';
export type { TrainOptions } from '../train.ts';
export type { Trainer } from '../trainer.ts';
export type { Port } from './port.ts';
export { type ServeOptions, serve } from './serve.ts';
export { type Swapped, type TrainInWorkerOptions, trainInWorker } from './train-in-worker.ts';
export { type WorkerTrainerOptions, workerTrainer } from './worker-trainer.ts';
