/**
 * What an event file of TensorBoard is made of: records of events, each a summary of values; and what its plugin hparams looks for.
 */
import { eventFields, hparamsPlugin } from "../core/event-fields.ts";
import { bytesField, doubleField, floatField, integerField, messageOf } from "../core/protobuf.ts";
import { tfRecord } from "../core/tfrecord.ts";
import type { NamedValue } from "./trial-setting.ts";

/** The record that a file begins with. */
export function versionEvent(): Uint8Array {
  const { wallTime, fileVersion } = eventFields.event;
  return tfRecord(messageOf(doubleField(wallTime, 0), bytesField(fileVersion, "brain.Event:2")));
}

/** A record of values at a step; `seconds` since the run began, for files hold no date. */
export function summaryEvent(
  values: readonly Uint8Array[],
  { step, seconds }: { readonly step: number; readonly seconds: number },
): Uint8Array {
  const { event, summary } = eventFields;
  return tfRecord(
    messageOf(
      doubleField(event.wallTime, seconds),
      integerField(event.step, step),
      bytesField(event.summary, messageOf(...values.map((value) => bytesField(summary.value, value)))),
    ),
  );
}

/** A figure, kept as a float32 as every writer of TensorBoard does. */
export function scalarValue(tag: string, value: number): Uint8Array {
  return messageOf(bytesField(eventFields.value.tag, tag), floatField(eventFields.value.simpleValue, value));
}

/** What a table of trials has for columns: hyperparameters with the values that there are, and the tags of figures. */
export function experimentValue({
  name,
  hparams,
  metrics,
}: {
  readonly name: string;
  readonly hparams: ReadonlyMap<string, readonly NamedValue[]>;
  readonly metrics: readonly string[];
}): Uint8Array {
  const { experiment, hparamInfo, metricInfo, metricName, list } = eventFields;
  const infos = [...hparams].map(([hparam, values]) =>
    messageOf(
      bytesField(hparamInfo.name, hparam),
      integerField(hparamInfo.type, dataTypes[typeof values[0] as "number"]),
      bytesField(hparamInfo.domain, messageOf(...values.map((value) => bytesField(list.values, anyValue(value))))),
    ),
  );
  const tags = metrics.map((tag) =>
    messageOf(bytesField(metricInfo.name, bytesField(metricName.tag, tag)), bytesField(metricInfo.displayName, tag)),
  );
  return pluginValue(
    hparamsPlugin.experiment,
    bytesField(
      eventFields.hparams.experiment,
      messageOf(
        ...infos.map((info) => bytesField(experiment.hparamInfos, info)),
        ...tags.map((tag) => bytesField(experiment.metricInfos, tag)),
        bytesField(experiment.name, name),
      ),
    ),
  );
}

/** The hyperparameters of a trial. */
export function sessionStartValue(hparams: ReadonlyMap<string, NamedValue>): Uint8Array {
  const { sessionStart, mapEntry } = eventFields;
  const entries = [...hparams].map(([name, value]) =>
    bytesField(
      sessionStart.hparams,
      messageOf(bytesField(mapEntry.key, name), bytesField(mapEntry.value, anyValue(value))),
    ),
  );
  return pluginValue(
    hparamsPlugin.sessionStart,
    bytesField(eventFields.hparams.sessionStart, messageOf(...entries, doubleField(sessionStart.startTime, 0))),
  );
}

/** How a trial ended, and after how many seconds. */
export function sessionEndValue(status: keyof typeof statuses, seconds: number): Uint8Array {
  const { sessionEnd } = eventFields;
  return pluginValue(
    hparamsPlugin.sessionEnd,
    bytesField(
      eventFields.hparams.sessionEnd,
      messageOf(integerField(sessionEnd.status, statuses[status]), doubleField(sessionEnd.endTime, seconds)),
    ),
  );
}

const statuses = { success: 1, failure: 2, running: 3 } as const;
const dataTypes = { string: 1, boolean: 2, number: 3 } as const;

/** A value that is data of the plugin alone. */
function pluginValue(tag: string, content: Uint8Array): Uint8Array {
  const { value, metadata, pluginData } = eventFields;
  const data = messageOf(
    bytesField(pluginData.pluginName, hparamsPlugin.name),
    bytesField(pluginData.content, content),
  );
  return messageOf(bytesField(value.tag, tag), bytesField(value.metadata, bytesField(metadata.pluginData, data)));
}

/** A `google.protobuf.Value`. */
function anyValue(value: NamedValue): Uint8Array {
  const { number, text, truth } = eventFields.anyValue;
  if (typeof value === "boolean") return integerField(truth, value ? 1 : 0);
  return typeof value === "number" ? doubleField(number, value) : bytesField(text, value);
}
