/**
 * What may make the same config give other bytes: the versions of what computes, and the kind of processor.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { processorName } from "../core/processor.ts";

/** Versions by name: `lionlab`, `onnxruntime-node`, `node`, and the platform as Node calls it. */
export type Versions = { readonly [name: string]: string };

/** The circumstances of a computation; what is not known of it is absent. */
export interface Circumstances {
  readonly versions?: Versions | undefined;
  readonly processor?: string | undefined;
}

/** Those of this installation. */
export function versionsHere(): Versions {
  return {
    lionlab: versionIn(new URL("../../package.json", import.meta.url)),
    "onnxruntime-node": versionIn(createRequire(import.meta.url).resolve("onnxruntime-node/package.json")),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
  };
}

/** Those of this machine. */
export function circumstancesHere(): Circumstances {
  return { versions: versionsHere(), processor: processorName() };
}

function versionIn(path: string | URL): string {
  return (JSON.parse(readFileSync(path, "utf8")) as { version: string }).version;
}

/** What is otherwise here than it was, in sentences; empty where nothing that is known is. */
export function changedCircumstances(then: Circumstances, now: Circumstances): readonly string[] {
  const names = Object.keys({ ...then.versions, ...now.versions });
  const versions = names.flatMap((name) => {
    const [was, is] = [then.versions?.[name], now.versions?.[name]];
    return was === undefined || was === is ? [] : [`${name} was ${was} and is ${is ?? "not known"} here.`];
  });
  if (then.processor === undefined || then.processor === now.processor) return versions;
  return [
    `It was computed on ${then.processor}, and here on ${now.processor}: bytes are the same on processors of one kind alone.`,
    ...versions,
  ];
}
