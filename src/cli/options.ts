/**
 * The options of the command line, each said once: kind, default, unit, one sentence and group.
 *
 * Flags, validation, help and the documentation check derive from this table; a command only names the options it takes.
 */
import { decimalOf } from "../core/decimal.ts";
import { LabError, unknownName } from "../core/errors.ts";
import { discoveryStoreFile, studyStoreFile } from "../records/store-files.ts";
import { kebabCase, trainingOptions } from "../study/training-flags.ts";

/**
 * What the text after a flag means. `count`: a whole number from `min` (1) up; `number`: a decimal number between `min` and `max`, these left
 * out. `pairs`: key=value, may be repeated.
 */
export type OptionKind = "flag" | "text" | "count" | "number" | "choice" | "list" | "pairs";

/** Heading under which help lists an option. */
export type OptionGroup = "Study" | "Discovery" | "Statistics" | "Import" | "Running" | "Output";

/** One option. The flag is the key in kebab-case; `argument` is how help calls its value. */
export interface Option {
  readonly kind: OptionKind;
  readonly argument?: string;
  /** One letter, for `-f`. */
  readonly short?: string;
  readonly choices?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  /** Variable of the environment that gives it where the command line does not. */
  readonly environment?: string;
  /** What happens without the option, in words. */
  readonly otherwise: string;
  readonly unit?: string;
  readonly about: string;
  readonly group: OptionGroup;
}

/** The table; options that set one setting of training are made from its declaration. */
export const options = {
  ...trainingOptions,
  seeds: {
    kind: "count",
    argument: "N",
    unit: "seeds",
    max: 10_000,
    otherwise: "as the study says",
    about: "Repeat every trial with N seeds.",
    group: "Study",
  },
  limitTrain: {
    kind: "count",
    argument: "N",
    unit: "images",
    otherwise: "as the study says",
    about: "Train on N images of the training set.",
    group: "Study",
  },
  optimizers: {
    kind: "list",
    argument: "NAMES",
    otherwise: "all of the study",
    about: "Only these optimizers of the study, by name or label, separated by commas.",
    group: "Study",
  },
  k: {
    kind: "list",
    argument: "NAMES",
    otherwise: "lionk needs one",
    about:
      "Convex functions K for the optimizer lionk, separated by commas; without --optimizers, the study is of these.",
    group: "Study",
  },
  convention: {
    kind: "choice",
    choices: ["torch", "keras", "paper"],
    otherwise: "torch, or as the study says",
    about: "Whose reading of an optimizer to follow where frameworks differ.",
    group: "Study",
  },
  set: {
    kind: "pairs",
    argument: "KEY=VALUE",
    otherwise: "nothing is changed",
    about:
      "Set one value, training.batchSize=64 in a study, evolution.population=200 in a discovery or beta1=0.95 of an optimizer; may be repeated.",
    group: "Study",
  },
  init: {
    kind: "text",
    argument: "FILE",
    otherwise: "as the study says, else weights drawn by the seed",
    about: "Start every trial from the weights in FILE; a head for other classes is drawn anew.",
    group: "Study",
  },
  budget: {
    kind: "text",
    argument: "LIMITS",
    otherwise: "as the discovery says",
    about:
      "When searching ends: 5m, 2h, 25000e (evaluations), 300000p (programs), 0.8t (target fitness), or the first of several separated by commas.",
    group: "Discovery",
  },
  seed: {
    kind: "count",
    min: 0,
    argument: "N",
    otherwise: "as the discovery says",
    about: "Search with seed N alone.",
    group: "Discovery",
  },
  full: {
    kind: "flag",
    otherwise: "the small size, for two cores",
    about: "The size that was published, for a GPU.",
    group: "Study",
  },
  onlyReport: {
    kind: "flag",
    otherwise: "what is missing is run first",
    about: "Run nothing; report what is there.",
    group: "Output",
  },
  only: {
    kind: "list",
    argument: "NAMES",
    otherwise: "all figures",
    about: "Only these figures, such as F1,F3, separated by commas.",
    group: "Output",
  },
  search: {
    kind: "text",
    argument: "SEARCH",
    otherwise: "the search with the best program",
    about: "Which search: its name, such as evolution-0, or the beginning of its key.",
    group: "Output",
  },
  limit: {
    kind: "count",
    argument: "N",
    unit: "lines",
    otherwise: "20",
    about: "Tell the N changes with the largest effect one by one.",
    group: "Output",
  },
  columns: {
    kind: "list",
    argument: "NAMES",
    otherwise: "the only column of each file, or the two of one file",
    about: "Columns with the numbers, by name or place: one for both files, one for each, or two of one file.",
    group: "Statistics",
  },
  by: {
    kind: "text",
    argument: "COLUMN",
    otherwise: "a column for each sample",
    about: "Column that says which sample a row of one file belongs to.",
    group: "Statistics",
  },
  groups: {
    kind: "list",
    argument: "NAMES",
    otherwise: "the two that there are",
    about: "The two values of the column --by to compare.",
    group: "Statistics",
  },
  paired: {
    kind: "flag",
    otherwise: "two independent samples",
    about: "Line i of both samples belongs together, as runs of one seed do; test the pairs as well.",
    group: "Statistics",
  },
  lowerIsBetter: {
    kind: "flag",
    otherwise: "higher is better",
    about: "Lower is better, as of losses and times: a diverged run counts as higher than every other.",
    group: "Statistics",
  },
  name: {
    kind: "text",
    argument: "NAME",
    otherwise: "that of the first file",
    about: "Name of the run that is made.",
    group: "Import",
  },
  dataName: {
    kind: "text",
    argument: "NAME",
    otherwise: "imported",
    about: "What the runs were trained on, in words of yours.",
    group: "Import",
  },
  validationAsTest: {
    kind: "flag",
    otherwise: "a figure that is missing stays missing",
    about: "Where files have no test figure, judge by the validation figure of the best epoch.",
    group: "Import",
  },
  difference: {
    kind: "number",
    argument: "SIZE",
    min: 0,
    otherwise: "a few usual ones for a run",
    about: "Difference to find: in standard deviations, with --deviation in its unit, of a run in percentage points.",
    group: "Statistics",
  },
  deviation: {
    kind: "number",
    argument: "SIZE",
    min: 0,
    otherwise: "1, or that of the run",
    about:
      "Standard deviation over seeds, in the unit of --difference; with --paired that of the differences of pairs.",
    group: "Statistics",
  },
  power: {
    kind: "number",
    argument: "SHARE",
    min: 0,
    max: 1,
    otherwise: "0.8",
    about: "How often the difference shall be found.",
    group: "Statistics",
  },
  comparisons: {
    kind: "count",
    argument: "N",
    unit: "comparisons",
    max: 1_000_000,
    otherwise: "1, or all pairs of the run's optimizers",
    about: "Tests that are corrected together by Holm.",
    group: "Statistics",
  },
  optimizer: {
    kind: "text",
    argument: "NAME",
    otherwise: "none: it must be given",
    about: "The optimizer that the claim is about, by label or name.",
    group: "Statistics",
  },
  rate: {
    kind: "number",
    argument: "LR",
    min: 0,
    otherwise: "the only one",
    about: "Its learning rate.",
    group: "Statistics",
  },
  epoch: {
    kind: "count",
    argument: "N",
    unit: "epochs",
    otherwise: "the test images, once, with the weights that validation chose",
    about: "The figure is that of validation after epoch N.",
    group: "Statistics",
  },
  step: {
    kind: "count",
    argument: "N",
    unit: "steps",
    otherwise: "as --epoch says",
    about: "The figure is that of the training curve (training.curveEvery) at step N.",
    group: "Statistics",
  },
  sigma: {
    kind: "number",
    argument: "SIZE",
    min: 0,
    otherwise: "Student's t decides, with the deviation of these runs",
    about: "Standard deviation over seeds that is known from elsewhere: (target - mean) sqrt(n) / sigma decides.",
    group: "Statistics",
  },
  excludeSeeds: {
    kind: "list",
    argument: "SEEDS",
    otherwise: "every seed counts",
    about: "Seeds that chose the rate or the target, and so prove nothing, separated by commas.",
    group: "Statistics",
  },
  alpha: {
    kind: "number",
    argument: "LEVEL",
    min: 0,
    max: 1,
    otherwise: "0.05",
    about: "Level of the tests: how often chance alone may look like a difference.",
    group: "Statistics",
  },
  curves: {
    kind: "flag",
    otherwise: "up to 200,000 epochs",
    about: "Write the curve of every trial into the files of the report, however many epochs there are.",
    group: "Output",
  },
  target: {
    kind: "number",
    argument: "ACCURACY",
    min: 0,
    otherwise: "one that each optimizer reaches on half of its seeds",
    about: "Validation accuracy that the report times the optimizers to.",
    group: "Statistics",
  },
  data: {
    kind: "text",
    argument: "DIR",
    otherwise: "LIONLAB_DATA, the cache, the system's folder, then a download",
    about: "Folder that holds the data set's files.",
    group: "Running",
  },
  device: {
    kind: "choice",
    choices: ["cpu", "webgpu", "cuda"],
    otherwise: "cpu",
    about: "Where to compute.",
    group: "Running",
  },
  workers: {
    kind: "count",
    argument: "N",
    unit: "processes",
    max: 1024,
    otherwise: "one for each core",
    about: "Run N trials, or evaluate N programs, at a time, each in its own process.",
    group: "Running",
  },
  detach: {
    kind: "flag",
    otherwise: "the run goes on here",
    about: "Leave the run to the workers of the server, one of which coordinates it.",
    group: "Running",
  },
  priority: {
    kind: "count",
    argument: "N",
    min: 0,
    max: 1000,
    otherwise: "as it was, 0 at first",
    about: "Jobs of the run with the highest priority are taken first.",
    group: "Running",
  },
  slots: {
    kind: "count",
    argument: "N",
    unit: "jobs",
    max: 1024,
    otherwise: "one for each core",
    about: "Take N jobs at a time, each in a process of its own.",
    group: "Running",
  },
  readyFile: {
    kind: "text",
    argument: "FILE",
    otherwise: "none",
    about:
      "A file that is there, and seconds old, while the server hears of this worker and it takes work: for probes of containers.",
    group: "Running",
  },
  port: {
    kind: "count",
    argument: "N",
    min: 0,
    max: 65_535,
    otherwise: "7878, or the next one that is free",
    about: "Listen on port N; 0 is any that is free.",
    group: "Running",
  },
  host: {
    kind: "text",
    argument: "HOST",
    otherwise: "127.0.0.1: this machine alone",
    about: "Listen on this address of the machine, for other machines as well.",
    group: "Running",
  },
  allowControl: {
    kind: "flag",
    otherwise: "on this machine alone",
    about:
      "With --host: let pages of other machines start, pause and stop runs and keep notes too. Whoever has the token can then train here as you.",
    group: "Running",
  },
  open: {
    kind: "flag",
    otherwise: "the address is printed",
    about: "Open the page in the browser.",
    group: "Running",
  },
  stack: {
    kind: "count",
    argument: "N",
    unit: "trials",
    max: 1024,
    otherwise: "1",
    about:
      "On webgpu, compute up to N trials of a worker in the same calls, where they differ in the numbers of their optimizer alone.",
    group: "Running",
  },
  storage: {
    kind: "text",
    argument: "URL",
    environment: "LIONLAB_STORAGE",
    otherwise: `${studyStoreFile} or ${discoveryStoreFile} in the folder of the run`,
    about: "Where records are kept: a file, sqlite:FILE or postgresql://ROLE:PASSWORD@HOST/DATABASE.",
    group: "Running",
  },
  checkpoints: {
    kind: "text",
    argument: "URL",
    otherwise: "checkpoints/ in the folder of the run; on a server, beside its records",
    about:
      "Where checkpoints are kept: a folder, file:///FOLDER, s3://BUCKET/PREFIX (region, endpoint and credentials from AWS_REGION, AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY) or, up to 64 MiB each, postgresql://ROLE@HOST/DATABASE (password from PGPASSWORD).",
    group: "Running",
  },
  out: {
    kind: "text",
    argument: "DIR",
    otherwise: "runs/<name of the study or discovery>; a solved problem is printed alone",
    about:
      "Folder for records, checkpoints and the report, or for a solution and its trajectory; figures take a file that ends in .html as well.",
    group: "Output",
  },
  model: {
    kind: "text",
    argument: "NAME",
    otherwise: "what the file says",
    about: "The model that a weights file belongs to; npx lionlab models lists them.",
    group: "Running",
  },
  normalize: {
    kind: "choice",
    choices: ["imagenet", "half", "none"],
    argument: "HOW",
    otherwise: "what the file says, else none",
    about:
      "How channels are normalized before the model: most of timm's and torchvision's weights want imagenet, Google's want half.",
    group: "Running",
  },
  size: {
    kind: "count",
    max: 2048,
    argument: "N",
    otherwise: "as the weights were trained",
    about: "Height and width of the model's images, where the network takes other sizes.",
    group: "Running",
  },
  framing: {
    kind: "choice",
    choices: ["centre", "whole"],
    argument: "HOW",
    otherwise: "as the model was trained, where the file says it, else centre",
    about: "Which part of an image file the model sees: the middle 7/8 of its shorter side, or the whole of it.",
    group: "Running",
  },
  sha256: {
    kind: "text",
    argument: "HEX",
    otherwise: "the checksum that is known here",
    about: "SHA-256 that what is fetched must have, as its publisher shows it.",
    group: "Running",
  },
  input: {
    kind: "text",
    argument: "FILE",
    otherwise: "standard input",
    about: "JSON file to read; - is standard input.",
    group: "Output",
  },
  to: {
    kind: "text",
    argument: "FORMAT",
    otherwise: "a report",
    about: "The format to write.",
    group: "Output",
  },
  check: {
    kind: "text",
    argument: "FILE",
    otherwise: "nothing is checked",
    about: "Hold exported code to the interpreter's numbers.",
    group: "Output",
  },
  test: {
    kind: "flag",
    otherwise: "the code alone",
    about: "Write a test of the exported code beside it.",
    group: "Output",
  },
  force: {
    kind: "flag",
    otherwise: "what is there is refused",
    about: "Replace what was written there before.",
    group: "Output",
  },
  trial: {
    kind: "text",
    argument: "TRIAL",
    otherwise: "the cheapest",
    about: "Verify this trial: its number in the study's order, from 1, or the beginning of its key.",
    group: "Running",
  },
  all: {
    kind: "flag",
    otherwise: "one trial",
    about: "Verify every trial that ended.",
    group: "Running",
  },
  format: {
    kind: "choice",
    short: "f",
    choices: ["table", "json", "csv", "markdown"],
    otherwise: "table",
    about: "How to print the results.",
    group: "Output",
  },
  empirical: {
    kind: "flag",
    otherwise: "only steps that change nothing, or little by a stated bound",
    about: "Take steps that are no identities as well, without measuring them.",
    group: "Output",
  },
  follow: {
    kind: "flag",
    otherwise: "the run as it stands",
    about: "Show a run that goes on elsewhere live, until it ends; Ctrl-C ends the showing alone.",
    group: "Output",
  },
  json: {
    kind: "flag",
    otherwise: "text for people",
    about: "Print JSON; errors become JSON objects as well.",
    group: "Output",
  },
} as const satisfies { readonly [name: string]: Option };

/** Name of an option in the table. */
export type OptionName = keyof typeof options;

/** Value of an option that was given. */
export type OptionValue<N extends OptionName> = (typeof options)[N] extends infer O
  ? O extends { kind: "flag" }
    ? true
    : O extends { kind: "count" | "number" }
      ? number
      : O extends { kind: "choice"; choices: readonly (infer C)[] }
        ? C
        : O extends { kind: "list" | "pairs" }
          ? readonly string[]
          : string
  : never;

/** Options of one call; what was not given is absent. */
export type OptionValues = { readonly [N in OptionName]?: OptionValue<N> };

/** An option by name, with the table's literal types forgotten. */
export function optionOf(name: OptionName): Option {
  return options[name];
}

/** `limitTrain` → `limit-train`. */
export function flagName(name: OptionName): string {
  return kebabCase(name);
}

/** All flags, without dashes, `help` and `version` included. */
export function flagNames(): readonly string[] {
  return [...(Object.keys(options) as OptionName[]).map(flagName), "help", "version"];
}

/** `--epochs N`, `-f, --format FORMAT`: how help and the parser write an option. */
export function flagUsage(name: OptionName): string {
  const { short, kind, argument } = optionOf(name);
  const value = kind === "flag" ? "" : ` <${argument ?? name.toUpperCase()}>`;
  return `${short === undefined ? "" : `-${short}, `}--${flagName(name)}${value}`;
}

/** What an option means to one command, where that is not what it means elsewhere. */
export type OptionMeaning = Partial<Pick<Option, "about" | "otherwise">>;

/** The option's sentence with its choices and what happens without it; `meaning` is a command's own. */
export function describeOption(name: OptionName, meaning: OptionMeaning = {}): string {
  const { about, choices, environment, otherwise } = { ...optionOf(name), ...meaning };
  const list = choices === undefined ? "" : ` One of ${choices.join(", ")}.`;
  const first = environment === undefined ? "" : `${environment}, else `;
  return `${about}${list} (default: ${first}${otherwise})`;
}

/**
 * Reads the text given for an option; `previous` is its value so far, for options that may be repeated.
 * Errors: `invalid-option` with what is required and what was found; `unknown-…` with the nearest choices.
 */
export function readOption<N extends OptionName>(name: N, text: string, previous?: OptionValue<N>): OptionValue<N> {
  return readers[optionOf(name).kind](name, text, previous) as OptionValue<N>;
}

type Reader = (name: OptionName, text: string, previous: unknown) => unknown;

const readers: { readonly [K in OptionKind]: Reader } = {
  flag: () => true,
  text: (name, text) => {
    if (text.trim() === "") throw invalid(name, "needs a value", text);
    return text;
  },
  count: (name, text) => {
    const { min = 1, max = Number.MAX_SAFE_INTEGER, unit } = optionOf(name);
    const value = /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
    if (!(value >= min && value <= max)) {
      const range = max === Number.MAX_SAFE_INTEGER ? `from ${min} up` : `from ${min} to ${max}`;
      throw invalid(name, `needs a whole number${unit === undefined ? "" : ` of ${unit}`} ${range}`, text);
    }
    return value;
  },
  number: (name, text) => {
    const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = optionOf(name);
    const value = decimalOf(text.trim());
    if (value !== null && value > min && value < max) return value;
    const above = min === Number.NEGATIVE_INFINITY ? "" : ` above ${min}`;
    const below = max === Number.POSITIVE_INFINITY ? "" : ` below ${max}`;
    throw invalid(name, `needs a number${[above, below].filter((bound) => bound !== "").join(" and")}`, text);
  },
  choice: (name, text) => {
    const { choices = [] } = optionOf(name);
    if (!choices.includes(text)) throw unknownName(flagName(name), text, choices);
    return text;
  },
  list: (name, text) => {
    const items = text.split(",").map((item) => item.trim());
    if (items.some((item) => item === "")) throw invalid(name, "needs names separated by commas", text);
    return items;
  },
  pairs: (name, text, previous) => {
    const at = text.indexOf("=");
    if (at < 1) throw invalid(name, "needs key=value", text);
    return [...((previous as readonly string[] | undefined) ?? []), text];
  },
};

/** The values of a `pairs` option by key; of two with one key the later wins. */
export function pairsOf(texts: readonly string[]): { readonly [key: string]: string } {
  return Object.fromEntries(
    texts.map((text) => {
      const at = text.indexOf("=");
      return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
    }),
  );
}

function invalid(name: OptionName, required: string, found: string): LabError {
  const flag = `--${flagName(name)}`;
  return new LabError("invalid-option", `${flag} ${required}, but "${found}" was given.`, { option: flag, found });
}
