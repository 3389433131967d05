/**
 * Checks the folders where one thing is one file: each member stands once in the folder's list and has a test.
 */
import { existsSync } from "node:fs";
import { join, posix } from "node:path";
import { type Finding, isTest, mainExportName, readSources, type SourceFile } from "./source-files.ts";

/** A folder whose members stand in one list. An export is a member when its shape (`ExportFact`) matches `member`. */
export interface MemberFolder {
  readonly folder: string;
  readonly index: string;
  readonly member: RegExp;
  /** A list for another use, which loads less: a member may stand there alone. */
  readonly otherList?: string;
  /** Test or suite that covers every member of the list; without it each member needs its own test. */
  readonly suite?: string;
  /** Files may hold several members, named as they like; else one thing is one file and bears its name. */
  readonly several?: true;
}

/** The folders that are checked. */
export const memberFolders: readonly MemberFolder[] = [
  {
    folder: "src/graph/ops",
    index: "src/graph/ops/index.ts",
    member: /^(Op|UnaryOp|BinaryOp)\b.* = define/,
    suite: "src/graph/ops/op.conformance.ts",
  },
  {
    folder: "src/graph/rules",
    index: "src/graph/rules/index.ts",
    member: /^RewriteRule =/,
    suite: "src/graph/rules/rules.test.ts",
  },
  {
    folder: "src/optimizers",
    index: "src/optimizers/index.ts",
    member: /^(Optimizer )?= defineOptimizer\(|^Optimizer =|^readonly Optimizer\[\] = (?!\[$)/,
    suite: "src/optimizers/optimizer.conformance.ts",
    several: true,
  },
  {
    folder: "src/codegen/targets",
    index: "src/codegen/targets/index.ts",
    otherList: "src/codegen/targets/text-targets.ts",
    member: /^(Target )?= defineTarget\(/,
    suite: "src/codegen/target.conformance.ts",
  },
  { folder: "src/models", index: "src/models/index.ts", member: /^Model =/, several: true },
  { folder: "src/data", index: "src/data/index.ts", member: /^Dataset =/ },
  {
    folder: "src/lionk/functions",
    index: "src/lionk/functions/index.ts",
    member: /^KFunction =/,
    suite: "src/lionk/k-function.conformance.ts",
  },
  {
    folder: "src/program/simplify/rules",
    index: "src/program/simplify/rules/index.ts",
    member: /^(readonly SimplifyRule\[\]|SimplifyRule) =/,
    suite: "src/program/simplify/rules.test.ts",
    several: true,
  },
  {
    folder: "src/tasks/proxies",
    index: "src/tasks/proxies/index.ts",
    member: /^ProxyTask =/,
    suite: "src/tasks/proxies/proxies.test.ts",
    several: true,
  },
  {
    folder: "src/search/methods",
    index: "src/search/methods/index.ts",
    member: /^Method =/,
    suite: "src/search/run-searches.test.ts",
  },
  {
    folder: "src/trainer/observers",
    index: "src/trainer/observers/index.ts",
    member: /^StepObserver<\w+> =/,
    suite: "src/trainer/observers/step-observer.conformance.ts",
  },
  {
    folder: "src/report/sections",
    index: "src/report/sections/index.ts",
    otherList: "src/report/sections/terminal-sections.ts",
    member: /^\(view: \w+\) => Section\b/,
    suite: "test/report/document.test.ts",
    several: true,
  },
  {
    folder: "src/report/discovery",
    index: "src/report/discovery/index.ts",
    member: /^\(view: \w+\) => Section\b/,
    suite: "test/report/discovery.test.ts",
    several: true,
  },
  {
    folder: "src/formats",
    index: "src/formats/index.ts",
    member: /^RunFormat =/,
    suite: "src/formats/format.conformance.ts",
  },
  {
    folder: "src/figures",
    index: "src/figures/index.ts",
    member: /^Figure =/,
    suite: "test/lionk/page.test.ts",
    several: true,
  },
  {
    folder: "src/cli/commands",
    index: "src/cli/commands/index.ts",
    member: /^Command =/,
    suite: "src/cli/commands/commands.test.ts",
  },
];

/** Findings over the project at `root`. */
export function checkIndexes(root: string): Finding[] {
  return memberFolders.flatMap((rule) => {
    const files = existsSync(join(root, rule.folder)) ? readSources(root, rule.folder) : [];
    return findIndexFaults(rule, files, root);
  });
}

/** Findings over given files of one folder. `root` is where a suite is looked for, unless it is among the files. */
export function findIndexFaults(rule: MemberFolder, files: readonly SourceFile[], root: string): Finding[] {
  const { folder, index, otherList, suite, several } = rule;
  const list = files.find(({ path }) => path === index);
  const listed = files.filter(({ path }) => path === index || path === otherList).flatMap(({ imports }) => imports);
  const present = (path: string) => files.some((file) => file.path === path) || existsSync(join(root, path));
  const members = files
    .filter(({ path }) => posix.dirname(path) === folder && path !== index && !isTest(path))
    .flatMap(({ path, exports }) =>
      exports.filter(({ shape }) => rule.member.test(shape)).map((e) => ({ ...e, path })),
    );
  const findings: Finding[] = [];
  const report = (path: string, sentence: string, line = 1) => findings.push({ path, line, sentence });

  if (members.length === 0) report(index, `${folder} has no members: the rule that finds them is out of date.`);
  if (list === undefined) report(index, `${folder} has ${members.length} members but no list.`);
  if (suite !== undefined && !present(suite)) report(suite, `The suite over ${folder} does not exist.`);
  for (const { path, name, line } of members) {
    if (several === undefined && !nameMatches(name, path)) {
      report(path, `This file should export ${mainExportName(path)}, as its name says.`, line);
    }
    if (list !== undefined && !listed.some((i) => i.target === path && i.names.includes(name))) {
      report(path, `${name} is missing in the list ${index}.`, line);
    }
    if (suite === undefined && !present(path.replace(/\.ts$/, ".test.ts"))) {
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
