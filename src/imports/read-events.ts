/**
 * TensorBoard's event files: records of `tensorflow.Event`, framed as TFRecord, of which the scalars and the hyperparameters are read.
 *
 * A record that is cut off at the end is a run that still writes, or was killed: what lies before it counts. A record whose checksum is wrong is refused.
 */
import { LabError } from "../core/errors.ts";
import { eventFields, hparamsPlugin } from "../core/event-fields.ts";
import { type Field, fieldsOf } from "../core/protobuf-fields.ts";
import { tfRecordsOf } from "../core/tfrecord.ts";

/** A figure at a step. */
export interface Scalar {
  readonly tag: string;
  readonly step: number;
  readonly value: number;
}

/** What a file holds. */
export interface Events {
  readonly scalars: readonly Scalar[];
  /** Hyperparameters of the session, as the plugin hparams keeps them. */
  readonly hparams: ReadonlyMap<string, number | string | boolean>;
  /** The file ends with a record. */
  readonly whole: boolean;
}

/** Reads it. Errors: `events-damaged`. */
export function readEvents(bytes: Uint8Array, file: string): Events {
  const { records, damagedAt, whole } = tfRecordsOf(bytes);
  const scalars: Scalar[] = [];
  const hparams = new Map<string, number | string | boolean>();
  for (const { at, data } of records) {
    const event = fieldsOf(data);
    if (event === null) throw damaged(file, at);
    const step = one(event, eventFields.event.step)?.integer ?? 0;
    for (const value of valuesOf(event)) {
      const tag = textOf(one(value, eventFields.value.tag)?.bytes);
      const figure = figureOf(value);
      if (tag !== null && figure !== null) scalars.push({ tag, step, value: figure });
      for (const [name, member] of hparamsOf(value)) hparams.set(name, member);
    }
  }
  if (damagedAt !== null) throw damaged(file, damagedAt);
  return { scalars, hparams, whole };
}

function damaged(file: string, at: number): LabError {
  return new LabError(
    "events-damaged",
    `${file} must hold TensorBoard's events, but the record at byte ${at} has another checksum or form: the file is damaged, or of another kind.`,
    { at },
  );
}

type Message = readonly Field[];

function one(message: Message, field: number): Field | undefined {
  return message.find(({ number }) => number === field);
}

/** The messages in a field, but those that are none. */
function messagesIn(message: Message, field: number): readonly Message[] {
  return message.flatMap(({ number, bytes }) => {
    const inner = number === field && bytes !== undefined ? fieldsOf(bytes) : null;
    return inner === null ? [] : [inner];
  });
}

/** The values of an event's summaries. */
function valuesOf(event: Message): readonly Message[] {
  return messagesIn(event, eventFields.event.summary).flatMap((summary) =>
    messagesIn(summary, eventFields.summary.value),
  );
}

/** `simple_value`, or a tensor of one number: its content, or a list of floats or doubles. */
function figureOf(value: Message): number | null {
  const simple = one(value, eventFields.value.simpleValue)?.bytes;
  if (simple !== undefined) return numberOf(simple);
  const { content, floats, doubles } = eventFields.tensor;
  const [tensor = []] = messagesIn(value, eventFields.value.tensor);
  const bytes = tensor.find(({ number }) => number === content || number === floats || number === doubles)?.bytes;
  return bytes === undefined ? null : numberOf(bytes);
}

function numberOf(bytes: Uint8Array): number | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length === 4) return Number(view.getFloat32(0, true).toPrecision(9));
  return bytes.length === 8 ? view.getFloat64(0, true) : null;
}

function textOf(bytes: Uint8Array | undefined): string | null {
  return bytes === undefined ? null : new TextDecoder().decode(bytes);
}

/** The hyperparameters of the session whose start a value tells. */
function hparamsOf(value: Message): readonly (readonly [string, number | string | boolean])[] {
  const [metadata = []] = messagesIn(value, eventFields.value.metadata);
  const [plugin = []] = messagesIn(metadata, eventFields.metadata.pluginData);
  if (textOf(one(plugin, eventFields.pluginData.pluginName)?.bytes) !== hparamsPlugin.name) return [];
  const [content = []] = messagesIn(plugin, eventFields.pluginData.content);
  const [start = []] = messagesIn(content, eventFields.hparams.sessionStart);
  return messagesIn(start, eventFields.sessionStart.hparams).flatMap((entry) => {
    const name = textOf(one(entry, eventFields.mapEntry.key)?.bytes);
    const [any = []] = messagesIn(entry, eventFields.mapEntry.value);
    const member = memberOf(any);
    return name === null || name === "__proto__" || member === null ? [] : [[name, member] as const];
  });
}

/** The value of a `google.protobuf.Value`; null for lists and structures. */
function memberOf(any: Message): number | string | boolean | null {
  const [field] = any;
  if (field?.number === eventFields.anyValue.truth) return field.integer === 1;
  if (field?.bytes === undefined) return null;
  if (field.number === eventFields.anyValue.number) return numberOf(field.bytes);
  return field.number === eventFields.anyValue.text ? textOf(field.bytes) : null;
}
