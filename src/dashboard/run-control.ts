/**
 * Starting, pausing, stopping and resuming runs. The dashboard trains nothing: a run is a process of its own, which goes on when the dashboard ends, and what is
 * asked of it is a file beside its store, which it looks for (`records/run-requests.ts`).
 */
import { existsSync } from "node:fs";
import { access, constants } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { writeFileAtomically } from "../core/atomic-file.ts";
import { LabError } from "../core/errors.ts";
import { makeFolder } from "../core/make-folder.ts";
import { isServed } from "../records/location.ts";
import { putRequest, type RunWish } from "../records/run-requests.ts";
import { discoveryStoreFile, studyStoreFile } from "../records/store-files.ts";
import { Launches } from "./launches.ts";
import { answerOf, type LionlabProgram } from "./lionlab-process.ts";
import { type OrderSetting, planOrder } from "./plan-order.ts";
import { resumeWords } from "./resume-words.ts";
import { type RunFacts, runId } from "./run-facts.ts";
import type { ServedControl } from "./served-control.ts";
import { changeWords, type StudyOrder } from "./study-order.ts";
import type { PlannedOrder, PresetList, RunActions, StartedRun } from "./views.ts";

/** What a control works with. */
export interface ControlOptions {
  readonly program: LionlabProgram;
  /** Folder of the dashboard. */
  readonly cwd: string;
  /** Folder of new runs; null where the dashboard shows none. */
  readonly place: string | null;
  /** Of runs whose records lie on a server; absent: those are only watched. */
  readonly served?: ServedControl;
}

/** The control. */
export class RunControl {
  readonly #options: ControlOptions;
  readonly #launches: Launches;
  #presets: PresetList | null = null;

  constructor(options: ControlOptions) {
    this.#options = options;
    this.#launches = new Launches(options.program);
  }

  /** Runs that were started and not heard of yet. */
  starting(heard: (run: string) => Promise<number | null>): Promise<readonly StartedRun[]> {
    return this.#launches.list(heard);
  }

  /** Forgets a start that failed. */
  dismiss(run: string): void {
    this.#launches.dismiss(run);
  }

  /** The presets that there are. Errors: those of `answerOf`. */
  async presets(): Promise<PresetList> {
    const { program, cwd } = this.#options;
    this.#presets ??= (await answerOf(program, ["presets"], cwd)) as PresetList;
    return this.#presets;
  }

  /** What an order would run; nothing is written. Errors: those of `lionlab plan`; `no-place`. */
  plan(order: StudyOrder): Promise<PlannedOrder> {
    return planOrder(order, this.#setting());
  }

  /** Starts what is ordered; returns the run's id. Errors: those of `plan`; `run-exists` for a text under the name of a run that is there; `already-starting`. */
  async start(order: StudyOrder): Promise<string> {
    const { kind, name, folder, exists } = await this.plan(order);
    const run = runId(join(folder, kind === "study" ? studyStoreFile : discoveryStoreFile), name);
    this.#refuseTwice(run, name);
    const isText = "text" in order.source;
    if (isText && exists) {
      const sentence = `There is a run called ${name} already: resume it, or give the study another name.`;
      throw new LabError("run-exists", sentence, { name });
    }
    await makeFolder(folder);
    const file = join(folder, `${kind}.yaml`);
    if ("text" in order.source) await writeFileAtomically(file, order.source.text);
    const target = "text" in order.source ? file : order.source.preset;
    const isUsual = folder === join(this.#options.cwd, "runs", name);
    const argv = [kind === "study" ? "compare" : "discover", target, ...changeWords(order, kind)];
    const placed = isUsual ? argv : [...argv, "--out", folder];
    this.#launches.start({ run, kind, name, folder, argv: placed, cwd: this.#options.cwd });
    return run;
  }

  /** Goes on with a run by its own command, or has the workers of its server do so. Errors: what `actions` says against it; `already-starting`. */
  async resume(facts: RunFacts): Promise<void> {
    await this.#allow(facts, "resume");
    const { served } = this.#options;
    if (served !== undefined && isServed(facts.store)) return served.resume(facts);
    this.#refuseTwice(facts.id, facts.name);
    const { argv, cwd } = this.#wordsOf(facts);
    const { id: run, kind, name, store } = facts;
    if (!existsSync(cwd)) throw new LabError("no-folder", `The folder ${cwd}, in which it was started, is not there.`);
    this.#launches.start({ run, kind, name, folder: dirname(store), argv, cwd });
  }

  /** Asks a run to pause or to stop. Errors: what `actions` says against it; those of `putRequest`. */
  async ask(facts: RunFacts, wish: RunWish): Promise<void> {
    await this.#allow(facts, wish);
    const { served } = this.#options;
    if (served !== undefined && isServed(facts.store)) return served.pause(facts);
    await putRequest(facts.store, { wish, ...facts.pulse! });
  }

  /** What may be done with a run now, by which words it would go on, and why nothing may be done. */
  async actions(facts: RunFacts): Promise<RunActions> {
    const { state, store, pulse } = facts;
    const none = (sentence: string | null): RunActions => ({ actions: [], resumes: null, sentence });
    if (isServed(store))
      return this.#options.served?.actions(facts) ?? none("Its records lie on a server: this page only watches it.");
    if (state === "complete" && facts.failed === 0) return none(null);
    if (this.#launches.isStarting(facts.id)) return none("It is being started.");
    const mayWrite = await access(dirname(store), constants.W_OK).then(
      () => true,
      () => false,
    );
    if (!mayWrite)
      return none(`Its folder is read-only here, so it is neither stopped nor gone on with: ${dirname(store)}`);
    if (state === "running" || state === "stopping") {
      if (pulse!.host !== hostname()) return none(`It runs on ${pulse!.host}: pause or stop it there.`);
      if (pulse!.launch === undefined)
        return none("It was not started by a command that heeds this page: pause it where it runs, with Ctrl-C.");
      return { actions: state === "running" ? ["pause", "stop"] : ["stop"], resumes: null, sentence: null };
    }
    try {
      const { argv, cwd } = this.#wordsOf(facts);
      const sentence = this.#launches.failureOf(facts.id);
      return { actions: ["resume"], resumes: { argv, cwd }, sentence };
    } catch (error) {
      return none((error as LabError).message);
    }
  }

  async #allow(facts: RunFacts, action: RunActions["actions"][number]): Promise<void> {
    const { actions, sentence } = await this.actions(facts);
    if (actions.includes(action)) return;
    throw new LabError("not-now", sentence ?? `${facts.name} is ${facts.state}: there is nothing to ${action}.`);
  }

  #wordsOf({ kind, name, store, command, pulse }: RunFacts) {
    const launch = pulse?.host === hostname() ? (pulse.launch ?? null) : null;
    return resumeWords({ kind, name, store, command, launch, cwd: this.#options.cwd });
  }

  #refuseTwice(run: string, name: string): void {
    if (this.#launches.isStarting(run)) throw new LabError("already-starting", `${name} is being started.`);
  }

  #setting(): OrderSetting {
    const { place, program, cwd } = this.#options;
    if (place !== null) return { place, program, cwd };
    throw new LabError(
      "no-place",
      "New runs need a folder: start the dashboard for a folder of runs, as lionlab dashboard runs.",
    );
  }
}
