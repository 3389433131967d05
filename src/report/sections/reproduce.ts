/**
 * Reproduce: the command of the whole study, and for each optimizer a study file of its best rate alone.
 */
import { type ImportedStudy, importOf, importSentence } from "../../records/imported.ts";
import type { Block, CodeBlock, Section } from "../document.ts";
import { formatRate } from "../format.ts";
import { mixedProcessors, processorsOf } from "../processors.ts";
import { studyFileOf } from "../study-file.ts";
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
  const { label } = optimizer;
  const title = `${label} at its best rate, ${formatRate(optimizer.best.lr)}`;
  const runs = endedRuns(optimizer.best);
  const config = { ...runs[0]!.trial.config, optimizer: optimizer.config };
  const seeds = runs.map((run) => run.seed);
  const { text, program } = studyFileOf(config, { study: view.study.config, seeds, label, suffix: "best" });
  const file: CodeBlock = { kind: "code", title, language: "yaml", text };
  if (program === null) return [file];
  return [
    file,
    { kind: "code", title: `${program.file}, to be saved beside it`, language: "python", text: program.text },
  ];
}
