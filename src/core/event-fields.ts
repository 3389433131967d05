/**
 * The messages of TensorBoard's event files, field by field: names to numbers, for whoever reads or writes them.
 * Source: TensorBoard's event.proto, summary.proto, and api.proto and plugin_data.proto of its plugin hparams; google/protobuf/struct.proto.
 */

/** Messages by name. */
export const eventFields = {
  event: { wallTime: 1, step: 2, fileVersion: 3, summary: 5 },
  summary: { value: 1 },
  value: { tag: 1, simpleValue: 2, tensor: 8, metadata: 9 },
  tensor: { content: 4, floats: 5, doubles: 6 },
  metadata: { pluginData: 1 },
  pluginData: { pluginName: 1, content: 2 },
  hparams: { experiment: 2, sessionStart: 3, sessionEnd: 4 },
  experiment: { hparamInfos: 4, metricInfos: 5, name: 6 },
  hparamInfo: { name: 1, type: 4, domain: 5 },
  metricInfo: { name: 1, displayName: 3, datasetType: 5 },
  metricName: { tag: 2 },
  sessionStart: { hparams: 1, startTime: 5 },
  sessionEnd: { status: 1, endTime: 2 },
  mapEntry: { key: 1, value: 2 },
  anyValue: { number: 2, text: 3, truth: 4 },
  list: { values: 1 },
} as const;

/** Name of the plugin that shows hyperparameters, and the tags that it looks for. */
export const hparamsPlugin = {
  name: "hparams",
  experiment: "_hparams_/experiment",
  sessionStart: "_hparams_/session_start_info",
  sessionEnd: "_hparams_/session_end_info",
} as const;
