export type { ChannelReport, ChannelTrainer } from '../channel-trainer.ts';
export type { Trainer } from '../trainer.ts';
export { type ChildTrainerOptions, childTrainer } from './child-trainer.ts';
