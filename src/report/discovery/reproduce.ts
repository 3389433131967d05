/**
 * How to reproduce a discovery: its command, its configuration, and what every number depends on.
 */
import { stringify } from "yaml";
import type { Block, Section, TableBlock } from "../document.ts";
import { type DiscoveryView, methodsOf, provenanceOf, searchesOf } from "./discovery-view.ts";
import { cell, column, methodName, text } from "./words.ts";

/** Command, configuration, searches with their keys, tasks with their fingerprints. */
export function reproduceSection(view: DiscoveryView): Section {
  const blocks: Block[] = [
    { kind: "code", title: "The whole discovery", language: "sh", text: view.command },
    text(
      "The same configuration and seeds give the same children in the same order on the same machine, whatever the number of workers; only a budget of time decides by speed how many there are. The found programs lie as files beside this report, in `programs/`, and run as optimizers: `npx lionlab compare … --optimizers lion,adamw,./FOUND.py`.",
    ),
    { kind: "code", title: "Configuration after defaults", language: "yaml", text: stringify(view.discovery.config) },
    ...seedProgram(view),
    ...searchTable(view),
    ...taskTable(view),
  ];
  return { id: "reproduce", title: "How to reproduce", blocks };
}

function seedProgram(view: DiscoveryView): readonly Block[] {
  const program = view.searches[0]?.record.config.seedProgram;
  if (program === undefined) return [];
  return [{ kind: "code", title: "The program that the searches start from", language: "python", text: program }];
}

function searchTable(view: DiscoveryView): readonly TableBlock[] {
  if (view.searches.length === 0) return [];
  return [
    {
      kind: "table",
      id: "search-keys",
      title: "Searches and their keys",
      columns: [
        column("method", "left", 0, "How children come about."),
        column("seed", "right", 0, "Seed of everything random in the search."),
        column("state", "left", 1, "Ended: its budget is used up."),
        column("key", "left", 0, "Hash of all that determines the search's children."),
      ],
      rows: view.searches.map(({ key, method, seed, record }) => [
        cell(methodName(method), method),
        cell(String(seed), seed),
        cell(record.state, record.state, record.state === "ended" ? "plain" : "muted"),
        cell(key, key, "muted"),
      ]),
      caption: "Two searches with the same key on one machine have the same children.",
      provenance: provenanceOf(
        view,
        methodsOf(view).map((method) => searchesOf(view, method).length),
        "none: facts of the searches",
      ),
    },
  ];
}

function taskTable(view: DiscoveryView): readonly TableBlock[] {
  const tasks = view.searches[0]?.record.config.tasks ?? [];
  if (tasks.length === 0) return [];
  return [
    {
      kind: "table",
      id: "tasks",
      title: "Proxy tasks of the search",
      columns: [
        column("task", "left", 0, "Name of the task."),
        column("steps", "right", 0, "Training steps of a run."),
        column("seeds", "left", 0, "Seeds of weights and batches, the same for every program."),
        column("fingerprint", "left", 1, "First digits of the hash of the task's data and definition."),
      ],
      rows: tasks.map(({ task, steps, seeds, fingerprint }) => [
        cell(task, task),
        cell(String(steps), steps),
        cell(seeds.join(", "), seeds.join(" ")),
        cell(fingerprint.slice(0, 12), fingerprint, "muted"),
      ]),
      caption: "Fitness is the mean score over all of these runs, 0 where one of them failed.",
      provenance: provenanceOf(
        view,
        tasks.map(({ seeds }) => seeds.length),
        "none: facts of the tasks",
      ),
    },
  ];
}
