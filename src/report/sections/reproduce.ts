/**
 * Reproduce: the command of the whole study, and for each optimizer a study file of its best rate alone.
 */
import { stringify } from "yaml";
import { type ImportedStudy, importOf, importSentence } from "../../records/imported.ts";
import type { Block, CodeBlock, Section } from "../document.ts";
import { formatRate } from "../format.ts";
import { mixedProcessors, processorsOf } from "../processors.ts";
import { endedRuns, type OptimizerRuns, rankedOptimizers, type StudyView } from "../study-view.ts";

/** How to get these figures again, all of them or those of one optimizer. */
export function reproduceSection(view: StudyView): Section {
  const imported = importOf(view.study);
  if (imported !== null) return importedSection(view, imported);
  const blocks: Block[] = [
    { kind: "code", title: "The whole study", language: "sh", text: view.command },
    {
      kind: "text",
      tone: "plain",
      text: `The same configuration and seed give the same figures on ${machinesOf(view)}, whatever the number of workers. For one optimizer at its best rate, save its file below as study.yaml and run \`npx lionlab compare study.yaml\`.`,
    },
    ...rankedOptimizers(view).flatMap((optimizer) => optimizerBlocks(view, optimizer)),
  ];
  return { id: "reproduce", title: "How to reproduce", blocks };
}

/** Runs of others are not repeated by a command of ours; what is, is reading their files. */
function importedSection({ command }: StudyView, imported: ImportedStudy): Section {
  const files = imported.files.map(({ name, sha256 }) => `${sha256}  ${name}`);
  const text = `${importSentence(imported)} The command below reads the same files again; their checksums are those of SHA-256.`;
  const blocks: Block[] = [
    { kind: "text", tone: "plain", text: [text, ...imported.remarks].join(" ") },
    { kind: "code", title: "Reading the files", language: "sh", text: command },
    { kind: "code", title: "The files", language: "sh", text: files.join("\n") },
  ];
  return { id: "reproduce", title: "Where the runs come from", blocks };
}

/** The kind of machine that the figures hold for; where a study mixes kinds, which. */
function machinesOf(view: StudyView): string {
  const processors = processorsOf(view);
  const mixed = mixedProcessors(processors);
  if (mixed !== null)
    return `the same kinds of machine, each trial on the one that computed it (${mixed}): this study mixes kinds, between which figures differ in their last digits`;
  return processors.names.length === 0 ? "the same machine" : `the same kind of machine (${processors.names[0]})`;
}

function optimizerBlocks(view: StudyView, optimizer: OptimizerRuns): readonly CodeBlock[] {
  if (optimizer.best === null) return [];
  const { config, label } = optimizer;
  const title = `${label} at its best rate, ${formatRate(optimizer.best.lr)}`;
  const program = programFile(view.study.config, config.name);
  const name = program === null ? config.name : `./${program}`;
  const text = stringify(studyFile(optimizer, { name, ...pathsOf(view.study.config) }));
  const file: CodeBlock = { kind: "code", title, language: "yaml", text };
  if (program === null) return [file];
  return [file, { kind: "code", title: `${program}, to be saved beside it`, language: "python", text: config.program }];
}

function studyFile(optimizer: OptimizerRuns, { name, data: at, init }: StudyPaths & { readonly name: string }): object {
  const runs = endedRuns(optimizer.best!);
  const { data, model, training, schedule, device, lr } = runs[0]!.trial.config;
  const { fingerprint: _, ...dataFile } = data;
  const { noDecay: __, ...trainingFile } = training; // the model's
  const { label, convention, hyperparameters } = optimizer.config;
  const studyName = label.replaceAll(/[^A-Za-z0-9._-]+/g, "-").replaceAll(/^[._-]+|-+$/g, "");
  return {
    name: `${studyName.slice(0, 70) || "optimizer"}-best`,
    data: { ...dataFile, ...(at === null ? {} : { path: at }) },
    model: model.name,
    ...(init === null ? {} : { init }),
    training: { ...trainingFile, schedule },
    device,
    optimizers: [{ name, label: label.slice(0, 60), convention, lr: [lr], ...hyperparameters }],
    seeds: runs.map((run) => run.seed),
  };
}

/**
 * File name of the program that the study's configuration names for this optimizer; null for one of the library.
 * A record keeps the name without folder and ending, the configuration the path.
 */
function programFile(config: unknown, optimizer: string): string | null {
  const entries = isObject(config) && Array.isArray(config.optimizers) ? config.optimizers : [];
  const names = entries.map((entry: unknown) => (isObject(entry) ? entry.name : entry));
  const files = names.flatMap((name) =>
    typeof name === "string" ? (/[^/\\]+\.(?:py|txt)$/.exec(name)?.[0] ?? []) : [],
  );
  return files.find((file) => file.replace(/\.[^.]+$/, "") === optimizer) ?? null;
}

/** Paths that the study's configuration names: of its data and of its starting weights. */
interface StudyPaths {
  readonly data: string | null;
  readonly init: string | null;
}

function pathsOf(config: unknown): StudyPaths {
  const { data, init } = isObject(config) ? config : {};
  const path = isObject(data) ? data.path : undefined;
  return { data: typeof path === "string" ? path : null, init: typeof init === "string" ? init : null };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
