/**
 * Laws of what is in `deploy/`: versions, users, secrets, labels and times that must agree with each other or with the code.
 */
import type { Finding } from "../source-files.ts";
import type { Composition } from "./compose.ts";
import type { ImageFacts } from "./containerfile.ts";
import { imageLaws } from "./image-laws.ts";
import type { Manifest } from "./kubernetes.ts";
import { runningLaws } from "./running-laws.ts";

/** All that is in `deploy/`. */
export interface Deployed {
  /** Of the package. */
  readonly version: string;
  /** Names of the manifests' files. */
  readonly files: readonly string[];
  readonly manifests: readonly Manifest[];
  readonly image: { readonly path: string; readonly facts: ImageFacts };
  readonly composition: { readonly path: string; readonly value: Composition };
}

/** Where a law is broken; a line where it is known. */
export interface Broken {
  readonly path: string;
  readonly line?: number;
  readonly sentence: string;
}

/** A law gives the places where it is broken. */
export type Law = (deployed: Deployed) => readonly Broken[];

/** Findings. */
export function brokenLaws(deployed: Deployed): Finding[] {
  return [...imageLaws, ...runningLaws].flatMap((law) =>
    law(deployed).map(({ path, line = 1, sentence }) => ({ path, line, sentence })),
  );
}
