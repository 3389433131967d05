/**
 * What users of PyTorch, Keras and timm type, and what it is called here: one table, asked wherever a name is not known.
 *
 * Spelling is folded: capitals, dashes, underscores and spaces do not count, so `AdamW`, `resnet50` and `limit_train` are found
 * in a list that has `adamw`, `resnet-50` and `limitTrain` without an entry.
 */

/** Names of other libraries, folded, and ours: names that a list may have, or a path of settings with how to write it. */
const table: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    // optimizers
    momentum: ["sgd", "momentum"],
    nesterov: ["sgd", "nesterov"],
    adamwamsgrad: ["amsgrad"],
    // hyperparameters
    weightdecay: ["l2", "decay"],
    wd: ["decay", "l2"],
    eps: ["epsilon"],
    alpha: ["rho"],
    betas: ["beta1", "beta2"],
    learningrate: ["lr"],
    initialaccumulatorvalue: ["initial_accumulator"],
    // settings of training
    droppath: ["stochasticDepth"],
    droppathrate: ["stochasticDepth"],
    smoothing: ["labelSmoothing"],
    clipnorm: ["clipGlobalNorm"],
    globalclipnorm: ["clipGlobalNorm"],
    gradclip: ["clipGlobalNorm"],
    maxgradnorm: ["clipGlobalNorm"],
    clipgrad: ["clipGlobalNorm"],
    earlystopping: ["patience"],
    accumulationsteps: ["accumulate"],
    gradientaccumulationsteps: ["accumulate"],
    modelema: ["ema"],
    emadecay: ["ema"],
    lrscheduler: ["schedule"],
    scheduler: ["schedule"],
    layerwisedecay: ["layerDecay"],
    layerdecay: ["layerDecay"],
    // data
    dataset: ["data"],
    imgsize: ["size"],
    imagesize: ["size"],
    validationsplit: ["validation"],
    valsplit: ["validation"],
    // models of timm and torchvision
    tfefficientnetv2s: ["efficientnet-v2-s"],
    efficientnetv2rws: ["efficientnet-v2-s"],
    resnext5032x4d: ["resnext-50"],
    vittinypatch16224: ["vit-ti-16"],
    deittinypatch16224: ["vit-ti-16"],
    vitsmallpatch16224: ["vit-s-16"],
    deitsmallpatch16224: ["vit-s-16"],
    vitbasepatch16224: ["vit-b-16"],
    deitbasepatch16224: ["vit-b-16"],
    vitbasepatch32224: ["vit-b-32"],
    mixers16224: ["mixer-s-16"],
    mixerb16224: ["mixer-b-16"],
  }),
);

/** Settings that stand elsewhere than where they were looked for, folded, with the sentence that says how to write them. */
const places: ReadonlyMap<string, string> = new Map(
  Object.entries({
    warmup: "warm-up is a part of the schedule: schedule: { kind: cosine, warmupSteps: 100 }",
    warmupsteps: "warm-up is a part of the schedule: schedule: { kind: cosine, warmupSteps: 100 }",
    warmupepochs: "warm-up is a part of the schedule, in steps: schedule: { kind: cosine, warmupSteps: 100 }",
    earlystopping: "early stopping is patience, the epochs without improvement: training: { patience: 20 }",
    weightdecay: "weight decay belongs to an optimizer: optimizers: [{ name: adamw, lr: 0.001, decay: 0.01 }]",
    decay: "weight decay belongs to an optimizer: optimizers: [{ name: adamw, lr: 0.001, decay: 0.01 }]",
    momentum: "momentum belongs to an optimizer: optimizers: [{ name: sgd, lr: 0.1, momentum: 0.9 }]",
    optimizer: "the optimizers are a list: optimizers: [adamw, lion]",
    learningrate:
      "learning rates are lr, of the study or of an optimizer: optimizers: [{ name: adam, lr: [0.001, 0.01] }]",
    dropout: "dropout is a part of the model; see npx lionlab models",
    mixup: "mixup belongs to the data: data: { augment: { mixup: 0.2 } }",
    droppath: "dropping paths is training: { stochasticDepth: 0.1 }",
    droppathrate: "dropping paths is training: { stochasticDepth: 0.1 }",
  }),
);

/** The names of `known` that `given` means, by spelling or by another library's word; none where it means none. */
export function familiarNames(given: string, known: readonly string[]): readonly string[] {
  const wanted = folded(given);
  const spelled = known.filter((name) => folded(name) === wanted);
  return spelled.length > 0 ? spelled : (table.get(wanted) ?? []).filter((name) => known.includes(name));
}

/** How a setting is written that stands elsewhere than where `given` was looked for; undefined for a word that means nothing. */
export function familiarPlace(given: string): string | undefined {
  return places.get(folded(given));
}

function folded(name: string): string {
  return name.toLowerCase().replace(/[-_. ]/g, "");
}
