/**
 * Checks what is in `deploy/`: each file by a linter that knows its schema, and all of them by laws of the project (`deploy/laws.ts`).
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { findInCompose, readComposition } from "./deploy/compose.ts";
import { findInContainerfile, imageFacts } from "./deploy/containerfile.ts";
import { findInManifest, readManifests } from "./deploy/kubernetes.ts";
import { brokenLaws, type Deployed } from "./deploy/laws.ts";
import type { Finding } from "./source-files.ts";

const containerfile = "deploy/Containerfile";
const compose = "deploy/compose.yaml";
const kubernetes = "deploy/kubernetes";

/** Findings over the project at `root`. */
export function checkDeploy(root: string): Finding[] {
  const missing = [containerfile, compose, kubernetes].filter((path) => !existsSync(join(root, path)));
  if (missing.length > 0) return missing.map((path) => ({ path, line: 1, sentence: "It is not there." }));
  const { deployed, findings } = readDeployed(root);
  const mistakes = [
    ...findInContainerfile(containerfile, readFileSync(join(root, containerfile), "utf8")),
    ...findInCompose(compose, join(root, compose)),
    ...findings,
    ...deployed.manifests.flatMap(findInManifest),
  ];
  return mistakes.length > 0 ? mistakes : brokenLaws(deployed); // laws are about what can be read
}

/** What laws are about; findings are what is no YAML. */
export function readDeployed(root: string): { readonly deployed: Deployed; readonly findings: readonly Finding[] } {
  const text = (path: string): string => readFileSync(join(root, path), "utf8");
  const files = readdirSync(join(root, kubernetes)).filter((name) => name.endsWith(".yaml"));
  const read = files.map((name) => readManifests(`${kubernetes}/${name}`, text(`${kubernetes}/${name}`)));
  const { version } = JSON.parse(text("package.json")) as { version: string };
  return {
    deployed: {
      ...{ version, files, manifests: read.flatMap(({ manifests }) => manifests) },
      image: { path: containerfile, facts: imageFacts(text(containerfile)) },
      composition: { path: compose, value: readComposition(text(compose)) },
    },
    findings: read.flatMap(({ findings }) => findings),
  };
}
