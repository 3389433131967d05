/**
 * Checks the folders where one thing is one file: each member stands once in the folder's list and has a test.
 */
import { existsSync } from "node:fs";
import { join, posix } from "node:path";
import { type Finding, isTest, mainExportName, readSources, type SourceFile } from "./source-files.ts";

/** A folder with one member a file. A file is a member when its text matches `member`. */
export interface MemberFolder {
  readonly folder: string;
  readonly index: string;
  readonly member: RegExp;
  /** Test or suite that covers every member of the list; without it each member needs its own test. */
  readonly suite?: string;
}

/** The folders that are checked. */
export const memberFolders: readonly MemberFolder[] = [
  {
    folder: "src/graph/ops",
    index: "src/graph/ops/index.ts",
    member: /= defineOp[(<]/,
    suite: "src/graph/ops/op.conformance.ts",
  },
  {
    folder: "src/optimizers",
    index: "src/optimizers/index.ts",
    member: /= defineOptimizer\(|export const \w+: Optimizer =/,
    suite: "src/optimizers/optimizer.conformance.ts",
  },
  { folder: "src/models", index: "src/models/index.ts", member: /export const \w+: Model =/ },
  { folder: "src/data", index: "src/data/index.ts", member: /export const \w+: Dataset =/ },
  {
    folder: "src/lionk/functions",
    index: "src/lionk/functions/index.ts",
    member: /export const \w+: KFunction =/,
    suite: "src/lionk/k-function.conformance.ts",
  },
  {
    folder: "src/cli/commands",
    index: "src/cli/commands/index.ts",
    member: /export const \w+: Command =/,
    suite: "src/cli/commands/commands.test.ts",
  },
];

/** Findings over the project at `root`; a folder that does not exist yet has none. */
export function checkIndexes(root: string): Finding[] {
  return memberFolders
    .filter(({ folder }) => existsSync(join(root, folder)))
    .flatMap((rule) => findIndexFaults(rule, readSources(root, rule.folder), root));
}

/** Findings over given files of one folder. `root` is where a suite is looked for, unless it is among the files. */
export function findIndexFaults(rule: MemberFolder, files: readonly SourceFile[], root: string): Finding[] {
  const members = files.filter(
    ({ path, text }) => posix.dirname(path) === rule.folder && !isTest(path) && rule.member.test(text),
  );
  if (members.length === 0) return [];
  const list = files.find(({ path }) => path === rule.index);
  const present = (path: string) => files.some((file) => file.path === path) || existsSync(join(root, path));
  const findings: Finding[] = [];
  const report = (path: string, sentence: string) => findings.push({ path, line: 1, sentence });

  if (list === undefined) report(rule.index, `${rule.folder} has ${members.length} members but no list.`);
  if (rule.suite !== undefined && !present(rule.suite)) {
    report(rule.suite, `The suite over ${rule.folder} does not exist.`);
  }
  for (const { path, exports } of members) {
    if (!exports.some(({ name }) => nameMatches(name, path))) {
      report(path, `This file should export ${mainExportName(path)}, as its name says.`);
    }
    if (list !== undefined && !list.imports.some(({ target }) => target === path)) {
      report(path, `This file is missing in the list ${rule.index}.`);
    }
    if (rule.suite === undefined && !present(path.replace(/\.ts$/, ".test.ts"))) {
      report(path, "This member has no test beside it.");
    }
  }
  return findings;
}

/** An export may carry a suffix that keeps it off a reserved word: `where.ts` may export `where` or `whereOp`. */
function nameMatches(name: string, path: string): boolean {
  const wanted = mainExportName(path);
  return name === wanted || (name.startsWith(wanted) && /^(Op|Command|Optimizer)$/.test(name.slice(wanted.length)));
}
