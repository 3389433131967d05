/**
 * What the columns of other tools mean, by their names: one list, whatever the tool.
 */
import { plainWord, settingWords } from "../records/setting-names.ts";
import type { FigureName } from "./foreign-run.ts";

/** What a column holds. `bare*`: a figure that does not say of which images. */
export type ColumnRole =
  | FigureName
  | "bareLoss"
  | "bareAccuracy"
  | "epoch"
  | "optimizer"
  | "lr"
  | "seed"
  | "run"
  | { readonly hyperparameter: string };

/** The role of a column; null for one that means nothing to us. */
export function roleOf(name: string): ColumnRole | null {
  const word = plainWord(name);
  const known = roles[word];
  if (known !== undefined && Object.hasOwn(roles, word)) return known;
  if (hyperparameters.includes(word)) return { hyperparameter: word };
  const [, before, figure] = new RegExp(`^(${partWords})_(.+)$`).exec(word) ?? [];
  const [, first, after] = new RegExp(`^(.+)_(${partWords})$`).exec(word) ?? [];
  const kind = kindOf(figure ?? first ?? word);
  const part = before ?? after;
  if (kind === null) return null;
  return part === undefined ? `bare${kind}` : `${parts[part]!}${kind}`;
}

type Part = "train" | "validation" | "test";

const parts: { readonly [word: string]: Part } = {
  train: "train",
  training: "train",
  val: "validation",
  valid: "validation",
  validation: "validation",
  eval: "validation",
  test: "test",
  testing: "test",
};

const partWords = Object.keys(parts).join("|");

function kindOf(word: string): "Loss" | "Accuracy" | null {
  if (/^(?:(?:epoch|cross_entropy|ce)_)?loss$|^cross_entropy$|^nll$/.test(word)) return "Loss";
  return /^(?:(?:epoch|sparse|binary|categorical|sparse_categorical)_)?acc(?:uracy)?$|^acc(?:uracy)?_?(?:top_?)?1$|^top_?1(?:_acc(?:uracy)?)?$/.test(
    word,
  )
    ? "Accuracy"
    : null;
}

const roles: { readonly [word: string]: ColumnRole } = {
  epoch: "epoch",
  epochs: "epoch",
  step: "epoch",
  global_step: "epoch",
  iteration: "epoch",
  ...settingWords,
  run: "run",
  run_id: "run",
  trial: "run",
  trial_id: "run",
};

/** Names of hyperparameters that identify a setting. */
const hyperparameters: readonly string[] = [
  "decay",
  "weight_decay",
  "wd",
  "momentum",
  "beta",
  "beta1",
  "beta2",
  "beta_1",
  "beta_2",
  "one_minus_beta1",
  "eps",
  "epsilon",
  "rho",
  "alpha",
  "nesterov",
  "dropout",
  "dropout_rate",
  "label_smoothing",
  "batch_size",
  "warmup_factor",
  "warmup_steps",
];
