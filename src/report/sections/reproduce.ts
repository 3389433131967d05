/**
 * Reproduce: the command of the whole study, and for each optimizer a study file of its best rate alone.
 */
import { stringify } from "yaml";
import type { Block, CodeBlock, Section } from "../document.ts";
import { formatRate } from "../format.ts";
import { endedRuns, type OptimizerRuns, rankedOptimizers, type StudyView } from "../study-view.ts";

/** How to get these figures again, all of them or those of one optimizer. */
export function reproduceSection(view: StudyView): Section {
  const blocks: Block[] = [
    { kind: "code", title: "The whole study", language: "sh", text: view.command },
    {
      kind: "text",
      tone: "plain",
      text: "The same configuration and seed give the same figures on the same machine, whatever the number of workers. For one optimizer at its best rate, save its file below as study.yaml and run `lionlab compare study.yaml`.",
    },
    ...rankedOptimizers(view).flatMap(optimizerBlocks),
  ];
  return { id: "reproduce", title: "How to reproduce", blocks };
}

function optimizerBlocks(optimizer: OptimizerRuns): readonly CodeBlock[] {
  if (optimizer.best === null) return [];
  const { config, label } = optimizer;
  const title = `${label} at its best rate, ${formatRate(optimizer.best.lr)}`;
  const file: CodeBlock = { kind: "code", title, language: "yaml", text: stringify(studyFile(optimizer)) };
  if (!isProgramFile(config.name)) return [file];
  return [
    file,
    { kind: "code", title: `${config.name}, the program of ${label}`, language: "python", text: config.program },
  ];
}

function studyFile(optimizer: OptimizerRuns): object {
  const runs = endedRuns(optimizer.best!);
  const { data, model, training, schedule, device, lr } = runs[0]!.trial.config;
  const { name, label, convention, hyperparameters } = optimizer.config;
  return {
    name: `${label.replaceAll(/[^A-Za-z0-9._-]+/g, "-").replaceAll(/^[._-]+|-+$/g, "") || "optimizer"}-best`,
    data: { name: data.name, limitTrain: data.limitTrain, validation: data.validation },
    model: model.name,
    training: { ...training, schedule },
    device,
    optimizers: [{ name, label, convention, lr: [lr], ...hyperparameters }],
    seeds: runs.map((run) => run.seed),
  };
}

function isProgramFile(name: string): boolean {
  return /[/\\]|\.(py|txt)$/.test(name);
}
