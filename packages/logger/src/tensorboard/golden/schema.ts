import {
  create,
  createFileRegistry,
  type DescMessage,
  fromBinary,
  type Message,
  toBinary,
} from '@bufbuild/protobuf';
import {
  FieldDescriptorProto_Label,
  FieldDescriptorProto_Type,
  FileDescriptorProtoSchema,
  file_google_protobuf_struct,
} from '@bufbuild/protobuf/wkt';

/** A field: its name, its number, its type (a message by its name), and the group of which only one can be set. */
type Field = readonly [name: string, number: number, type: string, oneof?: string];

/**
 * What event files hold, by TensorBoard's schema: `event.proto`, `summary.proto`, `tensor.proto`, `tensor_shape.proto`
 * and the `plugin_data.proto` of hparams, as of TensorBoard 2.21. Fields that are never written are left out; enums are
 * numbers, as they are in the file.
 */
const MESSAGES: Readonly<Record<string, readonly Field[]>> = {
  Event: [
    ['wall_time', 1, 'double'],
    ['step', 2, 'int64'],
    ['file_version', 3, 'string', 'what'],
    ['summary', 5, 'Summary', 'what'],
    ['session_log', 7, 'SessionLog', 'what'],
    ['source_metadata', 10, 'SourceMetadata'],
  ],
  SourceMetadata: [['writer', 1, 'string']],
  SessionLog: [['status', 1, 'int32']],
  Summary: [['value', 1, 'repeated Value']],
  Value: [
    ['tag', 1, 'string'],
    ['simple_value', 2, 'float', 'value'],
    ['tensor', 8, 'TensorProto', 'value'],
    ['metadata', 9, 'SummaryMetadata'],
  ],
  SummaryMetadata: [
    ['plugin_data', 1, 'PluginData'],
    ['data_class', 4, 'int32'],
  ],
  PluginData: [
    ['plugin_name', 1, 'string'],
    ['content', 2, 'bytes'],
  ],
  TensorProto: [
    ['dtype', 1, 'int32'],
    ['tensor_shape', 2, 'TensorShapeProto'],
    ['string_val', 8, 'repeated bytes'],
  ],
  TensorShapeProto: [['dim', 2, 'repeated Dim']],
  Dim: [['size', 1, 'int64']],
  HParamsPluginData: [
    ['version', 1, 'int32'],
    ['session_start_info', 3, 'SessionStartInfo', 'data'],
    ['session_end_info', 4, 'SessionEndInfo', 'data'],
  ],
  SessionStartInfo: [
    ['hparams', 1, 'repeated HparamsEntry'],
    ['start_time_secs', 5, 'double'],
  ],
  SessionEndInfo: [
    ['status', 1, 'int32'],
    ['end_time_secs', 2, 'double'],
  ],
  // The entries of a map, which is how one is written.
  HparamsEntry: [
    ['key', 1, 'string', 'entry'],
    ['value', 2, '.google.protobuf.Value'],
  ],
};

const SCALARS: Readonly<Record<string, FieldDescriptorProto_Type>> = {
  double: FieldDescriptorProto_Type.DOUBLE,
  float: FieldDescriptorProto_Type.FLOAT,
  int64: FieldDescriptorProto_Type.INT64,
  int32: FieldDescriptorProto_Type.INT32,
  string: FieldDescriptorProto_Type.STRING,
  bytes: FieldDescriptorProto_Type.BYTES,
};

const file = create(FileDescriptorProtoSchema, {
  name: 'tensorboard.proto',
  package: 'tensorboard',
  syntax: 'proto3',
  dependency: [file_google_protobuf_struct.proto.name],
  messageType: Object.entries(MESSAGES).map(([name, fields]) => {
    const oneofs = [...new Set(fields.flatMap(([, , , oneof]) => oneof ?? []))];
    return {
      name,
      oneofDecl: oneofs.map((oneof) => ({ name: oneof })),
      field: fields.map(([field, number, type, oneof]) => {
        const of = type.replace('repeated ', '');
        const scalar = SCALARS[of];
        return {
          name: field,
          jsonName: field,
          number,
          label: of === type ? FieldDescriptorProto_Label.OPTIONAL : FieldDescriptorProto_Label.REPEATED,
          type: scalar ?? FieldDescriptorProto_Type.MESSAGE,
          ...(scalar === undefined && { typeName: of.startsWith('.') ? of : `.tensorboard.${of}` }),
          ...(oneof !== undefined && { oneofIndex: oneofs.indexOf(oneof) }),
        };
      }),
    };
  }),
});

const registry = createFileRegistry(file, (name) =>
  name === file_google_protobuf_struct.proto.name ? file_google_protobuf_struct : undefined,
);

function schema(name: string): DescMessage {
  return registry.getMessage(`tensorboard.${name}`) as DescMessage;
}

/** A point of a tag, as an event holds it. */
export interface Value {
  readonly tag: string;
  readonly value: { readonly case?: 'simpleValue' | 'tensor'; readonly value?: unknown };
  readonly metadata?: {
    readonly pluginData?: { readonly pluginName: string; readonly content: Uint8Array };
    readonly dataClass: number;
  };
}

export interface Event {
  readonly wallTime: number;
  readonly step: bigint;
  readonly what:
    | { readonly case: 'fileVersion'; readonly value: string }
    | { readonly case: 'summary'; readonly value: { readonly value: readonly Value[] } }
    | { readonly case: 'sessionLog'; readonly value: { readonly status: number } };
  readonly sourceMetadata?: { readonly writer: string };
}

/** A message as the library encodes it. */
export function encoded(name: string, fields: Readonly<Record<string, unknown>>): Uint8Array {
  return toBinary(schema(name), create(schema(name), fields as never));
}

/** A message as the library reads it. */
export function decoded(name: string, bytes: Uint8Array): Message {
  return fromBinary(schema(name), bytes);
}
