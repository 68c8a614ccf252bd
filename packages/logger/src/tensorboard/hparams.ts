import { told, type When } from './events.ts';
import { bytes, double, message, whole } from './wire.ts';

/** A hyperparameter as TensorBoard knows them: a number, a text, or yes or no. */
export type Hparam = number | string | boolean;

// tensorboard/plugins/hparams/api.proto, Status
const STATUS_SUCCESS = 1;

/**
 * The values of a config by their paths, `{ model: { width: 16 } }` as `model.width`. A list is the text of its JSON;
 * what is null has no value.
 */
export function hparams(config: unknown): Map<string, Hparam> {
  const found = new Map<string, Hparam>();
  if (isObject(config)) collect(config, '', found);
  else take('config', config, found);
  return found;
}

function collect(
  config: Readonly<Record<string, unknown>>,
  prefix: string,
  found: Map<string, Hparam>,
): void {
  for (const [name, value] of Object.entries(config)) {
    if (isObject(value)) collect(value, `${prefix}${name}.`, found);
    else take(`${prefix}${name}`, value, found);
  }
}

function take(name: string, value: unknown, found: Map<string, Hparam>): void {
  if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean')
    found.set(name, value);
  else if (Array.isArray(value)) found.set(name, JSON.stringify(value));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Says with which hyperparameters a session was begun, and when, in seconds. */
export function hparamsStart(when: When, values: ReadonlyMap<string, Hparam>, startedAt: number): Buffer {
  const entries = [...values].map(([name, value]) =>
    message(1, bytes(1, name), message(2, hparamValue(value))),
  );
  return hparamsEvent(when, 'session_start_info', message(3, ...entries, double(5, startedAt)));
}

/** Says that a session ended well. */
export function hparamsEnd(when: When): Buffer {
  return hparamsEvent(
    when,
    'session_end_info',
    message(4, whole(1, STATUS_SUCCESS), double(2, when.wallTime)),
  );
}

function hparamsEvent(when: When, what: string, content: Buffer): Buffer {
  return told(when, `_hparams_/${what}`, 'hparams', content);
}

/** A `google.protobuf.Value`. */
function hparamValue(value: Hparam): Buffer {
  if (typeof value === 'number') return double(2, value);
  return typeof value === 'string' ? bytes(3, value) : whole(4, Number(value));
}
