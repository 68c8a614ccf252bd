export { type TensorboardOptions, tensorboard } from './tensorboard.ts';
