/**
 * The beginning of a build: notes what it will be made from, before anything is read (`built-from.mjs`).
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { begunFile, sourceState } from "./built-from.mjs";

mkdirSync("dist", { recursive: true });
writeFileSync(begunFile, sourceState("."));
