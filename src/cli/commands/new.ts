/**
 * `lionlab new [FILE]`: a study file to start from, printed or written.
 */
import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { LabError } from "../../core/errors.ts";
import { quoteWord } from "../../core/quote-word.ts";
import type { Command } from "../command.ts";
import { jsonText } from "../plain-table.ts";

/** The command. A file that exists is never written over. */
export const newCommand: Command = {
  name: "new",
  group: "Compare optimizers",
  summary: "Write a study file to start from; without a file, print it.",
  arguments: [{ name: "file", about: "File to write, such as my-study.yaml.", optional: true }],
  options: ["json"],
  examples: ["npx lionlab new my-study.yaml", "npx lionlab new"],
  run: async ({ arguments: { file }, options, terminal }) => {
    const { newStudyText } = await import("../../study/new-study.ts");
    const text = newStudyText(file === undefined ? "my-study" : studyName(file));
    if (file !== undefined) await writeNew(join(terminal.cwd, file), { file, text });
    if (options.json) terminal.out.write(jsonText({ file: file ?? null, text }));
    else
      terminal.out.write(
        file === undefined ? text : `${file} is written. Next: npx lionlab compare ${quoteWord(file)}\n`,
      );
    return 0;
  },
};

async function writeNew(path: string, { file, text }: { readonly file: string; readonly text: string }): Promise<void> {
  if (existsSync(path))
    throw new LabError("file-exists", `${file} exists already: choose another name, or edit it.`, { file });
  const { writeFileAtomically } = await import("../../core/atomic-file.ts");
  await writeFileAtomically(path, text);
}

/** `studies/My study.yaml` → `My-study`: the file's name as a study's name may be spelled. */
function studyName(file: string): string {
  const [, stem, ending] = /^(.*?)(\.ya?ml|\.json)?$/.exec(basename(file))!;
  if (ending !== ".yaml" && ending !== ".yml") {
    throw new LabError(
      "new-study-file",
      `A new study is written as YAML: give a file that ends in .yaml, not "${file}".`,
      { file },
    );
  }
  const name = stem!
    .replace(/[^A-Za-z0-9._-]+/g, "-")
    .replace(/^[^A-Za-z0-9]+/, "")
    .slice(0, 80);
  return name === "" ? "my-study" : name;
}
