// One process of the laboratory's side of the discovery benchmark: evaluates every program of a folder as a worker of a
// search does, from its text, and prints one JSON line.
// usage: lab-programs.js FOLDER
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { bindProgram } from "../src/program/bind.ts";
import { parseProgram } from "../src/program/parse.ts";
import { type Manifest, openMlp } from "./program-stream.ts";

const folder = process.argv[2]!;
const { programs } = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")) as Manifest;
const evaluator = await openMlp();
for (const { text } of programs.slice(0, 20)) evaluator.evaluate(text); // a worker runs for hours: its code is warm
const results = programs.map(({ text }) => {
  const start = performance.now();
  const [score] = evaluator.evaluate(text).scores;
  const seconds = (performance.now() - start) / 1e3;
  return { seconds, loss: score!.validationLoss, firstTenth: score!.curve[0]! };
});
const binding = programs.map(({ text }) => {
  const start = performance.now();
  bindProgram(parseProgram(text), {}, text);
  return (performance.now() - start) / 1e3;
});
evaluator.close();
console.log(JSON.stringify({ version: `Node ${process.version}`, results, binding }));
