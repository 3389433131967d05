/**
 * Checks the documentation: every export has a docstring, and README and docs show only commands and options that exist.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { commands } from "../src/cli/commands/index.ts";
import { flagNames } from "../src/cli/options.ts";
import { type Finding, isTest, mainExportName, readSources, type SourceFile } from "./source-files.ts";

/** What the command line offers. */
export interface CommandLine {
  readonly commands: readonly string[];
  readonly flags: readonly string[];
}

/** Findings over the project at `root`. */
export function checkDocs(root: string): Finding[] {
  const offered = { commands: commands.map(({ name }) => name), flags: flagNames() };
  const sources = [...readSources(root, "src"), ...readSources(root, "scripts")];
  return [
    ...sources.flatMap(findUndocumented),
    ...documentPaths(root).flatMap((path) =>
      findUnknownCommands(path, readFileSync(join(root, path), "utf8"), offered),
    ),
  ];
}

/** Exports without a docstring. The header of a file documents its main export, the one that the file is named after. */
export function findUndocumented({ path, exports, hasHeader }: SourceFile): Finding[] {
  if (isTest(path)) return [];
  return exports
    .filter(({ name, documented }) => !documented && !(hasHeader && name.startsWith(mainExportName(path))))
    .map(({ name, line }) => ({ path, line, sentence: `The export ${name} has no docstring.` }));
}

/** Commands and flags in code spans and code blocks of a Markdown text that the program does not have. */
export function findUnknownCommands(path: string, markdown: string, offered: CommandLine): Finding[] {
  return codeLines(markdown).flatMap(({ text, line }) =>
    [...text.matchAll(/\blionlab(?: +([a-z][a-z-]*))?([^|;&#]*)/g)].flatMap(([, command, rest]) => {
      const unknown: string[] = [];
      if (command === undefined) return [];
      if (!offered.commands.includes(command)) unknown.push(`the command "${command}"`);
      for (const [, flag] of (rest ?? "").matchAll(/(?<=\s)--([a-z][a-z\d-]*)/g)) {
        if (!offered.flags.includes(flag!)) unknown.push(`the option "--${flag}"`);
      }
      return unknown.map((what) => ({ path, line, sentence: `This text shows ${what}, which does not exist.` }));
    }),
  );
}

function documentPaths(root: string): string[] {
  const top = readdirSync(root).filter((name) => name.endsWith(".md"));
  const folder = join(root, "docs");
  const docs = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".md")) : [];
  return [...top, ...docs.map((name) => `docs/${name}`)];
}

/** Lines of code blocks, and the code spans of the other lines. */
function codeLines(markdown: string): { text: string; line: number }[] {
  let inside = false;
  return markdown.split("\n").flatMap((text, index) => {
    const line = index + 1;
    if (text.trimStart().startsWith("```")) {
      inside = !inside;
      return [];
    }
    if (inside) return /^\s*(\$ |npx )?(npx )?lionlab /.test(text) ? [{ text, line }] : [];
    return [...text.matchAll(/`([^`]+)`/g)].map(([, span]) => ({ text: span!, line }));
  });
}
