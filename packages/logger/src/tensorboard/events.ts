import { record } from './record.ts';
import { bytes, double, message, unless, whole } from './wire.ts';

/** When something was, in seconds since 1970, and at which step. */
export interface When {
  readonly wallTime: number;
  readonly step: number;
}

// tensorflow/core/framework/types.proto
const [DT_FLOAT, DT_STRING] = [1, 7];
// tensorboard/compat/proto/summary.proto
const DATA_CLASS_TENSOR = 2;
// tensorboard/compat/proto/event.proto, SessionLog
const SESSION_START = 1;

/** What every event file begins with. */
export function fileVersion(wallTime: number): Buffer {
  const writer = message(10, bytes(1, '@anneal/logger'));
  return record(Buffer.concat([double(1, wallTime), bytes(3, 'brain.Event:2'), writer]));
}

/** Says that an attempt begins: what earlier files of the folder hold from its step on is no longer shown. */
export function sessionStart(when: When): Buffer {
  return event(when, message(7, whole(1, SESSION_START)));
}

/** A text in Markdown, for the TEXT tab. */
export function text(when: When, tag: string, markdown: string): Buffer {
  const tensor = message(8, whole(1, DT_STRING), message(2), bytes(8, markdown));
  return value(when, tag, tensor, message(1, bytes(1, 'text')));
}

/** What a plugin is told in the metadata of a tag; the value itself is empty. */
export function told(when: When, tag: string, plugin: string, content: Buffer): Buffer {
  const noNumbers = message(2, message(2));
  const tensor = message(8, whole(1, DT_FLOAT), noNumbers);
  return value(when, tag, tensor, message(1, bytes(1, plugin), bytes(2, content)));
}

function value(when: When, tag: string, tensor: Buffer, plugin: Buffer): Buffer {
  const metadata = message(9, plugin, whole(4, DATA_CLASS_TENSOR));
  return event(when, message(5, message(1, bytes(1, tag), tensor, metadata)));
}

function event({ wallTime, step }: When, what: Buffer): Buffer {
  return record(Buffer.concat([double(1, wallTime), unless(0, step, (value) => whole(2, value)), what]));
}
