/**
 * `lionlab presets`: the studies and discoveries that come with the laboratory, with what each runs and for how long.
 */
import type { Preset, PresetKind } from "../../study/presets.ts";
import type { Command } from "../command.ts";
import { jsonText, plainTable } from "../plain-table.ts";

/** The command. */
export const presetsCommand: Command = {
  name: "presets",
  group: "Look things up",
  summary: "List the presets: studies to compare, and discoveries, that come with the laboratory.",
  arguments: [],
  options: ["json"],
  examples: ["npx lionlab presets"],
  run: async ({ options, terminal }) => {
    const { presets } = await import("../../study/presets.ts");
    const [study, discovery] = await Promise.all([presets("study"), presets("discovery")]);
    const width = terminal.out.columns();
    terminal.out.write(
      options.json
        ? jsonText({ study, discovery })
        : `${listText("study", study, width)}\n${listText("discovery", discovery, width)}`,
    );
    return 0;
  },
};

const headings: { readonly [K in PresetKind]: string } = {
  study: "npx lionlab compare NAME",
  discovery: "npx lionlab discover NAME",
};

function listText(kind: PresetKind, presets: readonly Preset[], width: number): string {
  const columns = [{ title: headings[kind] }, { title: "what it runs, and how long that takes on two cores" }];
  return plainTable(
    columns,
    presets.map(({ name, about }) => [name, about]),
    { width },
  );
}
