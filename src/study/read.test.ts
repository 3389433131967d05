import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { LabError } from "../core/errors.ts";
import { fileForm } from "./config.ts";
import type { Overrides } from "./overrides.ts";
import { presetNames } from "./presets.ts";
import { parseStudy, readStudy } from "./read.ts";

const base = `name: tiny
data: { name: fashion-mnist }
model: fashion-cnn
training: { epochs: 2 }
optimizers:
  - { name: lion, lr: 0.001, beta1: [0.9, 0.95] }
  - { name: sgd, label: SGD + momentum, lr: [0.01, 0.1], momentum: 0.9, nesterov: true }
`;

function sentence(text: string, overrides: Overrides = {}): string {
  try {
    parseStudy(text, { file: "s.yaml", overrides });
  } catch (error) {
    expect(error).toBeInstanceOf(LabError);
    return (error as LabError).message;
  }
  throw new Error("this study should have been refused");
}

describe("words of other libraries are pointed to ours", () => {
  const training = (setting: string) => base.replace("epochs: 2", setting);
  test.each([
    [training("weightDecay: 0.1"), "weight decay belongs to an optimizer: optimizers: [{ name: adamw"],
    [training("weight_decay: 0.1"), "weight decay belongs to an optimizer"],
    [training("dropPath: 0.1"), "did you mean stochasticDepth?"],
    [training("drop_path_rate: 0.1"), "did you mean stochasticDepth?"],
    [training("warmup: 10"), "schedule: { kind: cosine, warmupSteps: 100 }"],
    [training("earlyStopping: 3"), "did you mean patience?"],
    [training("batch_size: 3"), "did you mean batchSize?"],
    [base.replace("name: lion", "name: AdamW"), "Did you mean adamw?"],
    [base.replace("fashion-cnn", "resnet50"), "Did you mean resnet-50?"],
    [base.replace("fashion-cnn", "vit_base_patch16_224"), "Did you mean vit-b-16?"],
    [base.replace("name: fashion-mnist", "name: CIFAR10"), "Did you mean cifar-10?"],
  ])("%#", (text, hint) => {
    expect(sentence(text)).toContain(hint);
  });
});

describe("studies without end are counted, not listed", () => {
  const rates = (lr: string, rest = "") => base.replace("lr: 0.001", `lr: ${lr}${rest}`);
  test.each([
    [rates("{ from: 1e-5, to: 1, points: 1000000000, scale: log }"), "at most 10000"],
    [
      rates(
        "{ from: 1, to: 10000, points: 10000, scale: linear }",
        ", decay: { from: 0, to: 1, points: 1000, scale: linear }",
      ),
      "this study has 20,000,002 trials",
    ],
    [
      rates("{ from: 1, to: 1000, points: 1000, scale: linear }").replace(/$/, "seeds: 1000\n"),
      "this study has 2,002,000 trials",
    ],
  ])("%#", (text, expected) => {
    expect(sentence(text)).toContain(expected);
  });
});

describe("parseStudy", () => {
  test("fills in defaults and spells out grids", () => {
    const config = parseStudy(base);
    expect(config.data).toEqual({ name: "fashion-mnist", limitTrain: null, validation: 0.2 });
    expect(config.training.schedule).toEqual({ kind: "constant", warmupSteps: 0 });
    expect(config.optimizers[0]).toEqual({
      name: "lion",
      label: "lion",
      convention: null,
      lr: [0.001],
      hyperparameters: { beta1: [0.9, 0.95] },
    });
    expect(config.optimizers[1]?.hyperparameters).toEqual({ momentum: [0.9], nesterov: [true] });
    expect(config.seeds).toEqual([0]);
  });

  const tuned = (lines: string) =>
    `name: t\ndata: { name: fashion-mnist }\nmodel: fashion-cnn\ntraining: { epochs: 2 }\n${lines}`;

  test("a study that tunes needs no rates: it has spaces, a budget and two kinds of seeds", () => {
    const config = parseStudy(
      tuned("tuning: {}\noptimizers: [lion, { name: sgd, lr: { centre: 0.1 }, momentum: 0.9 }]\n"),
    );
    expect(config.tuning).toEqual({ seeds: [0] });
    expect(config.seeds).toEqual([1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008, 1009]);
    expect(config.optimizers).toEqual([
      { name: "lion", label: "lion", convention: null, lr: [], hyperparameters: {} },
      {
        name: "sgd",
        label: "sgd",
        convention: null,
        lr: [],
        hyperparameters: { momentum: [0.9] },
        spaces: { lr: { centre: 0.1 } },
      },
    ]);
    expect(parseStudy(JSON.stringify(fileForm(config)))).toEqual(config);
    const changed = parseStudy(tuned("tuning: { trials: 3 }\noptimizers: [lion]\n"), {
      overrides: { seeds: 2, optimizers: ["lion", "adam"], set: ["tuning.seeds=[5, 7]"] },
    });
    expect(changed).toMatchObject({ seeds: [1000, 1001], tuning: { seeds: [5, 7] } });
    expect(changed.optimizers[1]).toMatchObject({ name: "adam", lr: [] });
  });

  test.each([
    [
      "tuning: { seeds: [0, 7] }\nevaluation: { seeds: [7] }",
      "evaluation.seeds: winners are judged on seeds that tuning never saw, but 7 is",
    ],
    ["tuning: { seeds: 3 }\nevaluation: { seeds: [5, 2] }", "but 2 is one of `tuning.seeds`"],
    ["tuning: { seeds: [1003] }\nevaluation: { seeds: 4 }", "but 1003 is"],
    ["tuning: {}\nseeds: 3", "s.yaml:6:8: seeds: a study that tunes has two kinds of seeds"],
    ["evaluation: { seeds: 3 }\nlr: 1", "evaluation: only winners of `tuning` are evaluated anew; add `tuning`"],
    ["tuning: { trials: 3, epochs: 8 }", "tuning: a budget is said once"],
    ["tuning: { epochs: 1 }", "tuning.epochs: a trial has 2 epochs, so this budget of 1 tries nothing"],
    ["tuning: { sampler: rnadom }", "tuning.sampler must be one of grid, random"],
    ["tuning: { trials: 3, sedes: 2 }", "did you mean seeds"],
    ["lr: { centre: 0.1 }", "a space is for a study with `tuning`; a grid needs `points` or a list"],
    ["tuning: { trials: 10000, seeds: 10 }", "this study has 100,010 trials"],
  ])("%j is refused", (lines, expected) => {
    expect(sentence(tuned(`${lines}\noptimizers: [lion]\n`))).toContain(expected);
  });

  test("JSON is read as YAML is", () => {
    const config = parseStudy(base);
    expect(parseStudy(JSON.stringify(fileForm(config)))).toEqual(config);
    expect(parseStudy(stringify(fileForm(config)))).toEqual(config);
  });

  test.each([
    ["epcohs: 1\n", 's.yaml:8:1: there is no key "epcohs" here; known: name, data'],
    ["seed: 1\n", 's.yaml:8:1: there is no key "seed" here; did you mean seeds'],
    ["seeds: [-1]\n", "s.yaml:8:9: seeds[0] must be at least 0, but it is -1."],
    ["seeds: two\n", 's.yaml:8:8: seeds must be a number or a list, but it is "two".'],
    ["device: gpu\n", 's.yaml:8:9: device must be one of cpu, webgpu, cuda, but it is "gpu"'],
    ["lr: []\n", "s.yaml:8:5: lr must be a list that is not empty, but it is an empty list."],
    ["lr: 0x10\n", 's.yaml:8:5: lr must be a number, a mapping or a list, but it is "0x10".'],
    ["lr: .nan\n", "s.yaml:8:5: lr must be a number, a mapping or a list, but it is NaN."],
    ["lr: -0.1\n", "s.yaml:8:5: lr: a learning rate must be above 0, but -0.1 is not."],
    ["lr: [0.1, 0]\n", "s.yaml:8:5: lr: a learning rate must be above 0, but 0 is not."],
    ["lr: { from: 1, to: 2, points: 3 }\n", "s.yaml:8:5: lr.scale is missing; it must be one of linear, log"],
    [
      "lr: { from: 1, to: 2, pionts: 3, scale: log }\n",
      's.yaml:8:23: there is no key "pionts" here; did you mean points',
    ],
    ["lr: { from: 1, to: 2, by: -1 }\n", "s.yaml:8:27: lr.by: steps of this size never lead from `from` to `to`."],
    ["lr: [{ from: 0, to: 1, points: 3, scale: log }]\n", "lr[0]: a logarithmic range needs positive ends"],
    ["name: again\n", "s.yaml:8:1: this is not valid YAML or JSON: Map keys must be unique"],
    ["x: [\n", "this is not valid YAML or JSON"],
  ])("%j is refused", (line, expected) => {
    expect(sentence(base + line)).toContain(expected);
  });

  test.each([
    [["epochs: 2", "epochs: 0"], "s.yaml:4:21: training.epochs must be at least 1, but it is 0."],
    [["epochs: 2", "epochs: 2, epcohs: 3"], 's.yaml:4:24: there is no key "epcohs" here; did you mean epochs'],
    [["epochs: 2", ""], "s.yaml:4:11: training.epochs is missing; it must be a number"],
    [
      ["epochs: 2", "epochs: 2, schedule: { kind: cosin }"],
      "training.schedule.kind must be one of constant, exponential",
    ],
    [
      ["name: lion", "name: lin"],
      's.yaml:6:13: optimizers[0].name: There is no optimizer named "lin". Did you mean lion',
    ],
    [
      ["fashion-cnn", "fashion-cn"],
      's.yaml:3:8: model: There is no model named "fashion-cn". Did you mean fashion-cnn',
    ],
    [["fashion-mnist", "mnist"], 'data.name: There is no dataset named "mnist". Known: fashion-mnist'],
    [["fashion-mnist }", "fashion-mnist, validation: 1 }"], "data.validation must be below 1, but it is 1"],
    [["fashion-mnist }", "fashion-mnist, validation: 0 }"], "data.validation must be above 0, but it is 0"],
    [["lr: 0.001, ", ""], "s.yaml:6:5: optimizers[0]: lion has no learning rates"],
    [["name: sgd, label: SGD + momentum", "name: lion"], '"lion" is already the label of optimizers[0]'],
    [["momentum: 0.9", "hyperparameters: { momentum: 0.9 }"], "write hyperparameters beside `lr`"],
    [["0.001, beta1", "1e400, beta1"], "optimizers[0].lr must be a number"],
    [["name: tiny", "name: ../up"], "name must be"],
  ] as const)("%j is refused", ([from, to], expected) => {
    expect(sentence(base.replace(from, to))).toContain(expected);
  });

  test("an empty file is refused", () => {
    expect(sentence("")).toBe("s.yaml: the study must be a mapping, but it is empty.");
  });
});

describe("overrides", () => {
  test("change the study before it is checked", () => {
    const config = parseStudy(base, {
      overrides: {
        epochs: 7,
        seeds: 3,
        limitTrain: 100,
        device: "webgpu",
        convention: "keras",
        set: ["training.batchSize=64", "optimizers.lion.lr=[0.1, 0.2]", "optimizers.1.momentum=0"],
      },
    });
    expect(config.training.epochs).toBe(7);
    expect(config.training.batchSize).toBe(64);
    expect(config.seeds).toEqual([0, 1, 2]);
    expect(config.data.limitTrain).toBe(100);
    expect([config.device, config.convention]).toEqual(["webgpu", "keras"]);
    expect(config.optimizers[0]?.lr).toEqual([0.1, 0.2]);
    expect(config.optimizers[1]?.hyperparameters.momentum).toEqual([0]);
  });

  test("choose optimizers by label or name, and add others at the study's rates", () => {
    const config = parseStudy(`${base}lr: 0.5\n`, {
      overrides: { optimizers: ["SGD + momentum", "lion", "./mine.py"] },
    });
    expect(config.optimizers.map(({ label, lr }) => [label, lr])).toEqual([
      ["SGD + momentum", [0.01, 0.1]],
      ["lion", [0.001]],
      ["mine", [0.5]],
    ]);
  });

  test("an added optimizer without rates gets those around its default", () => {
    const { optimizers } = parseStudy(base, { overrides: { optimizers: ["adam"] } });
    expect(optimizers[0]?.lr).toEqual([0.0001, 0.000316228, 0.001, 0.00316228, 0.01]);
  });

  test.each([
    [{ epochs: 0 }, "--epochs: training.epochs must be at least 1, but it is 0."],
    [{ set: ["training.epcohs=3"] }, '--set training.epcohs: there is no key "epcohs" here; did you mean epochs'],
    [
      { set: ["training"] },
      '--set needs key=value with a dotted key, such as training.batchSize=64, but got "training".',
    ],
    [
      { set: ["optimizers.lino.lr=1"] },
      '--set optimizers.lino.lr names "lino", but the list has 2 items (lion); give a position',
    ],
    [{ set: ["model.name=x"] }, "--set model.name reaches into model, but that is a single value; set model itself."],
    [{ optimizers: ["lino"] }, '--optimizers: optimizers[0]: There is no optimizer named "lino". Did you mean lion'],
  ] as const)("%j is refused", (overrides, expected) => {
    expect(sentence(base, overrides)).toContain(expected);
  });
});

describe("presets", () => {
  test("carry their own names and plan their trials", async () => {
    const counted = await Promise.all(
      (await presetNames()).map(async (name) => {
        const { optimizers, training, seeds, name: own } = await readStudy(name);
        expect(own).toBe(name);
        return [name, optimizers.map(({ lr }) => lr.length), training.epochs, seeds.length];
      }),
    );
    expect(counted).toEqual([
      ["cifar10-cnn", Array(4).fill(3), 10, 1],
      ["cifar10-cnn-improved", Array(4).fill(1), 40, 1],
      ["cifar10-cnn-improved-small", Array(4).fill(1), 8, 1],
      ["cifar10-cnn-small", Array(4).fill(2), 5, 1],
      ["cifar10-mixer-b16", Array(3).fill(2), 5, 3],
      ["cifar10-mixer-b16-small", Array(3).fill(1), 5, 1],
      ["cifar10-vit-b32", Array(3).fill(2), 5, 3],
      ["cifar10-vit-b32-small", Array(3).fill(1), 6, 1],
      ["cifar100-efficientnetv2-s", Array(3).fill(2), 10, 3],
      ["cifar100-efficientnetv2-s-small", Array(3).fill(1), 6, 1],
      ["fashion-cnn-160", Array(7).fill(25), 160, 1],
      ["fashion-cnn-40", Array(7).fill(28), 40, 1],
      ["fashion-cnn-80", Array(7).fill(19), 80, 1],
      ["fashion-cnn-lambda", [1], 10, 3],
      ["fashion-cnn-muon", Array(3).fill(3), 8, 3],
      ["fashion-cnn-surfaces", Array(7).fill(30), 10, 1],
      ["fashion-resnet50", Array(2).fill(2), 30, 5],
      ["fashion-resnet50-small", Array(2).fill(1), 5, 5],
      ["fashion-vit-b16", Array(2).fill(1), 30, 3],
      ["fashion-vit-b16-small", Array(2).fill(1), 6, 1],
      ["fashion-vit-muon", Array(3).fill(1), 3, 1],
      ["quickstart", Array(4).fill(5), 5, 1],
      ["which-one", Array(4).fill(0), 5, 5],
    ]);
    expect((await readStudy("which-one")).tuning).toEqual({ sampler: "quasi-random", trials: 8, seeds: [0] });
  });

  test("grids of decimals are clean numbers", async () => {
    const { optimizers } = await readStudy("fashion-cnn-40");
    expect(optimizers[0]?.lr.slice(0, 12)).toEqual([
      0.0001, 0.0002, 0.0003, 0.0004, 0.0005, 0.0006, 0.0007, 0.0008, 0.0009, 0.001, 0.002, 0.003,
    ]);
    expect(optimizers[0]?.lr.at(-1)).toBe(0.1);
  });

  test("an unknown one is refused with the nearest", async () => {
    await expect(readStudy("quikstart")).rejects.toThrow(
      'There is no preset named "quikstart". Did you mean quickstart',
    );
    await expect(readStudy("./none.yaml")).rejects.toThrow("Cannot read the study ./none.yaml: there is no such file.");
  });
});

test("program files are looked for from the study's folder, also where that is named by its whole path", () => {
  const text =
    "{name: x, data: {name: fashion-mnist}, model: fashion-cnn, training: {epochs: 1}, lr: 1, optimizers: [./mine.txt]}";
  const program = (folder: string): unknown => parseStudy(text, { folder }).optimizers[0]!.name;
  expect(program("studies")).toBe("./studies/mine.txt");
  expect(program("/home/studies")).toBe("/home/studies/mine.txt");
});

test("starting weights are looked for from the study's folder", () => {
  const text = (init: string): string =>
    `{name: x, data: {name: fashion-mnist}, model: fashion-cnn, init: ${init}, training: {epochs: 1}, lr: 1, optimizers: [adam]}`;
  expect(parseStudy(text("./w.safetensors"), { folder: "studies" }).init).toBe("studies/w.safetensors");
  expect(parseStudy(text("/w.safetensors"), { folder: "studies" }).init).toBe("/w.safetensors");
  expect(parseStudy(text("w.safetensors")).init).toBe("w.safetensors");
});

test("samplers whose trials go on need a schedule that does not depend on their length", () => {
  const text = (sampler: string, kind: string) =>
    `{name: x, data: {name: fashion-mnist}, model: fashion-cnn, training: {epochs: 9, schedule: {kind: ${kind}}}, tuning: {sampler: ${sampler}}, optimizers: [adam]}`;
  for (const sampler of ["halving", "hyperband"]) {
    expect(sentence(text(sampler, "cosine"))).toContain(
      "which a cosine schedule, whose rates depend on the length, does not allow",
    );
    expect(parseStudy(text(sampler, "constant")).tuning?.sampler).toBe(sampler);
  }
  expect(parseStudy(text("tpe", "cosine")).tuning?.sampler).toBe("tpe");
});
