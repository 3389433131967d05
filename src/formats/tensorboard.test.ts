import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import protobuf from "protobufjs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { syntheticStudy } from "../../test/report/synthetic-study.ts";
import { filesBelow, importedBack, toldBy } from "../../test/samples/imported-back.ts";
import { tfRecordsOf } from "../core/tfrecord.ts";
import { sampleReading } from "./sample-reading.ts";
import { tensorboard } from "./tensorboard.ts";

const folder = mkdtempSync(join(tmpdir(), "lionlab-tensorboard-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const study = syntheticStudy({ rates: 5, seeds: 2, epochs: 4, unfinished: 0.03 });
const ended = study.trials.filter(({ result }) => result !== null);

/** The definitions as TensorBoard publishes them, for a reader that shares no code with our writer; what is not written is left out. */
const definitions = protobuf.parse(`syntax = "proto3";
  message Event { double wall_time = 1; int64 step = 2; oneof what { string file_version = 3; Summary summary = 5; } }
  message Summary { repeated Value value = 1; }
  message Value { string tag = 1; SummaryMetadata metadata = 9; oneof value { float simple_value = 2; } }
  message SummaryMetadata { PluginData plugin_data = 1; string display_name = 2; int32 data_class = 4; }
  message PluginData { string plugin_name = 1; bytes content = 2; }
  message HParamsPluginData { int32 version = 1;
    oneof data { Experiment experiment = 2; SessionStartInfo session_start_info = 3; SessionEndInfo session_end_info = 4; } }
  message SessionStartInfo { map<string, Any> hparams = 1; string group_name = 4; double start_time_secs = 5; }
  message SessionEndInfo { int32 status = 1; double end_time_secs = 2; }
  message Experiment { string description = 1; repeated HParamInfo hparam_infos = 4; repeated MetricInfo metric_infos = 5; string name = 6; }
  message HParamInfo { string name = 1; int32 type = 4; ListValue domain_discrete = 5; }
  message MetricInfo { MetricName name = 1; string display_name = 3; }
  message MetricName { string group = 1; string tag = 2; }
  message ListValue { repeated Any values = 1; }
  message Any { oneof kind { double number_value = 2; string string_value = 3; bool bool_value = 4; } }`).root;

interface Decoded {
  readonly fileVersion?: string;
  readonly step?: string;
  readonly wallTime?: number;
  readonly summary?: {
    readonly value: readonly {
      readonly tag: string;
      readonly simpleValue?: number;
      readonly metadata?: { readonly pluginData: { readonly pluginName: string; readonly content: Uint8Array } };
    }[];
  };
}

function decode(type: string, bytes: Uint8Array): unknown {
  const message = definitions.lookupType(type);
  return message.toObject(message.decode(bytes), { longs: String });
}

function eventsOf(path: string): readonly Decoded[] {
  const { records, damagedAt, whole } = tfRecordsOf(readFileSync(path));
  expect({ damagedAt, whole }).toEqual({ damagedAt: null, whole: true });
  return records.map(({ data }) => decode("Event", data) as Decoded);
}

function pluginData(path: string): readonly (readonly [string, unknown])[] {
  return eventsOf(path).flatMap(({ summary }) =>
    (summary?.value ?? []).flatMap(({ tag, metadata }) => {
      if (metadata === undefined) return [];
      expect(metadata.pluginData.pluginName).toBe("hparams");
      return [[tag, decode("HParamsPluginData", metadata.pluginData.content)] as const];
    }),
  );
}

beforeAll(async () => {
  mkdirSync(join(folder, "run"));
  await tensorboard.write(sampleReading(study), join(folder, "run"));
});

it("writes a file for each trial that began, and one above them", () => {
  expect(filesBelow(join(folder, "run"), "tfevents")).toHaveLength(ended.length + 1);
  expect(filesBelow(join(folder, "run/lion"), "tfevents")).toHaveLength(10);
});

it("gives a reader of TensorBoard's definitions the figures, epoch by epoch", () => {
  const trial = ended.find(({ state }) => state === "finished")!;
  const { optimizer, lr, seed } = trial.config;
  const [first, ...events] = eventsOf(
    join(folder, `run/${optimizer.label}/lr${lr}-seed${seed}/events.out.tfevents.0.lionlab`),
  );
  expect(first).toMatchObject({ fileVersion: "brain.Event:2" });
  const read = new Map<string, (readonly [string | undefined, number])[]>();
  for (const { step, summary } of events)
    for (const { tag, simpleValue } of summary!.value)
      if (simpleValue !== undefined) read.set(tag, [...(read.get(tag) ?? []), [step, simpleValue]]);
  const curve = (figure: (epoch: (typeof trial.epochs)[number]) => number) =>
    trial.epochs.map((epoch) => [String(epoch.epoch), Math.fround(figure(epoch))]);
  expect(read.get("loss/train")).toEqual(curve((epoch) => epoch.trainLoss));
  expect(read.get("accuracy/validation")).toEqual(curve((epoch) => epoch.validationAccuracy));
  expect(read.get("accuracy/test")).toEqual([
    [String(trial.result!.bestEpoch), Math.fround(trial.result!.test!.accuracy)],
  ]);
  const seconds = trial.timings.reduce(
    (sum, { trainSeconds, evaluateSeconds }) => sum + trainSeconds + evaluateSeconds,
    0,
  );
  expect(events.at(-1)!.wallTime).toBeCloseTo(seconds, 12);
});

it("tells the plugin hparams of each trial and of the columns", () => {
  const [[tag, root]] = pluginData(join(folder, "run/events.out.tfevents.0.lionlab")) as [[string, never]];
  expect(tag).toBe("_hparams_/experiment");
  expect(root).toMatchObject({
    experiment: {
      name: "synthetic",
      hparamInfos: [
        {
          name: "optimizer",
          type: 1,
          domainDiscrete: {
            values: ["SGD with momentum", "adam", "adamw", "lion"].map((stringValue) => ({ stringValue })),
          },
        },
        { name: "lr", type: 3 },
        { name: "seed", type: 3, domainDiscrete: { values: [{ numberValue: 0 }, { numberValue: 1 }] } },
        { name: "beta1", type: 3 },
        { name: "momentum", type: 3 },
        { name: "nesterov", type: 2, domainDiscrete: { values: [{ boolValue: false }] } },
      ],
      metricInfos: [{ name: { tag: "accuracy/test" } }, { name: { tag: "loss/test" } }, {}, {}, {}],
    },
  });
  const sgd = filesBelow(join(folder, "run/SGD-with-momentum"), "tfevents");
  const statuses = sgd.map((path) => {
    const data = pluginData(path);
    expect(data).toMatchObject([
      [
        "_hparams_/session_start_info",
        {
          sessionStartInfo: {
            hparams: { optimizer: { stringValue: "SGD with momentum" }, nesterov: { boolValue: false } },
          },
        },
      ],
      ["_hparams_/session_end_info", {}],
    ]);
    return (data[1]![1] as { sessionEndInfo: { status: number } }).sessionEndInfo.status;
  });
  const wanted = ended
    .filter(({ config }) => config.optimizer.name === "sgd")
    .map(({ state }) => (state === "diverged" ? 2 : 1));
  expect([...statuses].sort()).toEqual([...wanted].sort());
  expect(new Set(wanted)).toEqual(new Set([1, 2]));
});

it("is read back by our import as the same trials, to the digits of float32", async () => {
  const back = await importedBack(filesBelow(join(folder, "run"), "tfevents"));
  const float = (value: unknown): unknown => (typeof value === "number" ? Math.fround(value) : value);
  const rounded = (trial: object): unknown => JSON.parse(JSON.stringify(trial, (_, value) => float(value)));
  const byName = (trials: readonly ReturnType<typeof toldBy>[]) =>
    [...trials].sort((a, b) =>
      JSON.stringify([a.label, a.lr, a.seed]) < JSON.stringify([b.label, b.lr, b.seed]) ? -1 : 1,
    );
  expect(byName(back).map(rounded)).toEqual(byName(ended.map(toldBy)).map(rounded));
  expect(back.some(({ status, epochs }) => status === "diverged" && epochs.length > 0)).toBe(true);
});
