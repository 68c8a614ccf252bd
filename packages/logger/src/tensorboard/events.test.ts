import { expect, it } from 'vitest';
import { fileVersion, sessionStart, text } from './events.ts';
import { readRecords } from './golden/read-events.ts';
import { encoded } from './golden/schema.ts';
import { hparamsEnd, hparamsStart } from './hparams.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** The one record that there is must hold this event, byte for byte. */
function check(record: Buffer, fields: Readonly<Record<string, unknown>>): void {
  const { data, end } = readRecords(record);
  expect(end).toBe(record.length);
  expect(data.map(hex)).toEqual([hex(encoded('Event', fields))]);
}

const summary = (value: unknown): unknown => ({ case: 'summary', value: { value: [value] } });
const wallTime = 1_700_000_000.123;

it('a file begins with its version, and who writes it', () => {
  check(fileVersion(wallTime), {
    wallTime,
    what: { case: 'fileVersion', value: 'brain.Event:2' },
    sourceMetadata: { writer: '@anneal/logger' },
  });
});

it.each([0, 5, 2 ** 31, 2 ** 53 - 1])('a session starts at step %d', (step) => {
  check(sessionStart({ wallTime, step }), {
    wallTime,
    step: BigInt(step),
    what: { case: 'sessionLog', value: { status: 1 } },
  });
});

it.each(['', 'reduced from 0.1 to 0.05', '    {\n      "ü": "損失 🎉"\n    }', 'x'.repeat(100_000)])(
  'a text is a tensor of one text: %#',
  (words) => {
    check(text({ wallTime, step: 3 }, 'schedule', words), {
      wallTime,
      step: 3n,
      what: summary({
        tag: 'schedule',
        value: { case: 'tensor', value: { dtype: 7, tensorShape: {}, stringVal: [Buffer.from(words)] } },
        metadata: { pluginData: { pluginName: 'text' }, dataClass: 2 },
      }),
    });
  },
);

/** What hparams are told in, which is no value. */
const toldIn = (tag: string, content: Uint8Array): unknown =>
  summary({
    tag,
    value: { case: 'tensor', value: { dtype: 1, tensorShape: { dim: [{ size: 0n }] } } },
    metadata: { pluginData: { pluginName: 'hparams', content }, dataClass: 2 },
  });

it('hyperparameters are told when a session starts', () => {
  const values = new Map<string, number | string | boolean>([
    ['lr', 0.1],
    ['zero', 0],
    ['optimizer', 'adam'],
    ['none', ''],
    ['nesterov', true],
    ['amsgrad', false],
    ['損失.🎉', -1],
  ]);
  const kinds = { number: 'numberValue', string: 'stringValue', boolean: 'boolValue' } as const;
  const hparams = [...values].map(([key, value]) => ({
    entry: { case: 'key', value: key },
    value: { kind: { case: kinds[typeof value as keyof typeof kinds], value } },
  }));
  const content = encoded('HParamsPluginData', {
    data: { case: 'sessionStartInfo', value: { hparams, startTimeSecs: 12.5 } },
  });
  check(hparamsStart({ wallTime, step: 0 }, values, 12.5), {
    wallTime,
    what: toldIn('_hparams_/session_start_info', content),
  });
});

it('a session ends with success', () => {
  const content = encoded('HParamsPluginData', {
    data: { case: 'sessionEndInfo', value: { status: 1, endTimeSecs: wallTime } },
  });
  check(hparamsEnd({ wallTime, step: 9 }), {
    wallTime,
    step: 9n,
    what: toldIn('_hparams_/session_end_info', content),
  });
});
