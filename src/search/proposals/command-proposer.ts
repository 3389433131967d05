/**
 * Proposals of a command: it runs beside the search and is asked for programs, a JSON object a line (`protocol.ts`).
 *
 * What it does wrong is told back to it and counted; where it ends, or answers nothing for long, the search goes on without it.
 */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { LabError } from "../../core/errors.ts";
import { pruneGenome } from "../../program/abstract/dependence.ts";
import type { Genome } from "../../program/genome.ts";
import { genomeText } from "../../program/program-of.ts";
import type { SearchConfig } from "../../records/search-records.ts";
import { type Language, languageOf } from "../language.ts";
import type { Member } from "../member.ts";
import { editsBetween } from "./edits-between.ts";
import type { Living, Proposal, ProposalResult, ProposalSource } from "./proposals.ts";
import { answerSchema, protocolVersion, type Told } from "./protocol.ts";
import { longestIn, readProposal } from "./read-proposal.ts";

/** Asks under way and proposals that wait, together. */
const ahead = 8;

/** How long the command may take to end when it is not needed any more. */
const secondsToEnd = 2;

/** Characters of a line of the command at most. */
const longestLine = 200_000;

/** What of a config makes a source. */
export type ProposingConfig = Pick<SearchConfig, "seed" | "seedProgram" | "tasks" | "mutation"> & {
  readonly proposals: NonNullable<SearchConfig["proposals"]>;
};

/** A source that starts its command when it is first asked. Errors: those of the seed program. */
export function openCommandProposer(config: ProposingConfig): ProposalSource {
  return new CommandProposer(config);
}

interface Ready {
  readonly id: number;
  readonly parent: number;
  readonly genome: Genome;
}

class CommandProposer implements ProposalSource {
  readonly share: number;
  readonly #config: ProposingConfig;
  readonly #language: Language;
  /** The parent that each ask is for. */
  readonly #asked = new Map<number, number>();
  readonly #ready: Ready[] = [];
  #process: ChildProcessWithoutNullStreams | null = null;
  #gone: Promise<unknown> = Promise.resolve();
  #warnings: string[] = [];
  #lastWords = "";
  #asks = 0;
  #refused = 0;
  #isOver = false;
  #silence: NodeJS.Timeout | undefined;

  constructor(config: ProposingConfig) {
    this.#config = config;
    this.share = config.proposals.share;
    this.#language = languageOf(config);
  }

  ask(living: Living): void {
    if (this.#process === null) this.#start();
    while (!this.#isOver && this.#asked.size + this.#ready.length < ahead) {
      const id = this.#asks++;
      const parents = living.parents(id);
      this.#asked.set(id, parents[0]!.id);
      this.#say({ kind: "ask", id, parents: parents.map(toldProgram) });
    }
    this.#watch();
  }

  take(living: Living): Proposal | null {
    for (let ready = this.#ready.shift(); ready !== undefined; ready = this.#ready.shift()) {
      const { id, genome } = ready;
      const parent = living.find(ready.parent) ?? living.parents(id)[0]!;
      const edits = editsBetween(parent.genome, genome);
      if (edits.length > 0) return { id, parent, genome, edits };
      this.#refuse(id, "It is its parent, statement for statement.");
    }
    return null;
  }

  tell(id: number, result: ProposalResult): void {
    this.#say({ kind: "result", id, ...result });
  }

  takeWarnings(): readonly string[] {
    return this.#warnings.splice(0);
  }

  async close(): Promise<void> {
    this.#isOver = true;
    clearTimeout(this.#silence);
    const running = this.#process;
    if (running === null) return;
    running.stdin.end();
    this.#signal("SIGTERM");
    const killing = setTimeout(() => this.#signal("SIGKILL"), 1000 * secondsToEnd);
    await this.#gone;
    clearTimeout(killing);
  }

  #start(): void {
    const running = spawn(this.#config.proposals.command, { shell: true, stdio: "pipe", detached: true });
    this.#process = running;
    this.#gone = new Promise((resolve) => {
      running.on("close", resolve);
      running.on("error", resolve);
    });
    running.stdin.on("error", () => {}); // it has ended, which is told by its end
    running.stderr.on("data", (words) => {
      this.#lastWords = String(words).trim().split("\n").at(-1) ?? "";
    });
    createInterface({ input: running.stdout }).on("line", (line) => this.#hear(line));
    running.on("error", (error) => this.#end(error.message));
    running.on("close", (code, signal) => this.#end(signal === null ? `exit code ${code}` : signal));
    this.#say(greeting(this.#config, this.#language));
  }

  #hear(line: string): void {
    if (this.#isOver || line.trim() === "") return;
    clearTimeout(this.#silence);
    this.#silence = undefined;
    const found = line.length > longestLine ? null : answerSchema.safeParse(parsed(line));
    if (!found?.success) this.#refuse(null, `A line must be {"id": …, "program": "…"}; found ${line.slice(0, 100)}`);
    else this.#receive(found.data);
    this.#watch();
  }

  #receive({ id, program }: { readonly id: number; readonly program: string }): void {
    const parent = this.#asked.get(id);
    if (parent === undefined) {
      this.#refuse(null, `Nothing was asked, or it was answered before, under the id ${id}.`);
      return;
    }
    this.#asked.delete(id);
    try {
      this.#ready.push({ id, parent, genome: readProposal(program, this.#language) });
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      this.#refuse(id, error.message);
    }
  }

  #refuse(id: number | null, sentence: string): void {
    if (this.#refused++ === 0)
      this.#warnings.push(
        `A proposal of "${this.#config.proposals.command}" was refused, which it is told; further ones are not mentioned here. ${sentence}`,
      );
    this.#say({ kind: "refused", id, sentence });
  }

  #say(told: Told): void {
    if (!this.#isOver) this.#process?.stdin.write(`${JSON.stringify(told)}\n`);
  }

  /** The command and what it started, which are a group of their own, so that Ctrl-C reaches the search alone. */
  #signal(signal: NodeJS.Signals): void {
    const pid = this.#process?.pid;
    if (pid === undefined) return;
    try {
      process.kill(-pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error; // nothing of it is left
    }
  }

  /** While something is asked, somebody must answer. */
  #watch(): void {
    if (this.#isOver || this.#asked.size === 0 || this.#silence !== undefined) return;
    const { seconds } = this.#config.proposals;
    this.#silence = setTimeout(() => {
      this.#end(`no answer for ${seconds} s`);
      this.#signal("SIGKILL");
    }, 1000 * seconds);
    this.#silence.unref();
  }

  #end(how: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#silence);
    const words = this.#lastWords === "" ? "" : `; its last words: ${this.#lastWords.slice(0, 200)}`;
    this.#warnings.push(
      `"${this.#config.proposals.command}" proposes no more (${how}${words}). The search goes on by mutation alone.`,
    );
  }
}

function greeting({ seed, seedProgram, tasks }: ProposingConfig, language: Language): Told {
  const { mutation } = language;
  return {
    kind: "begin",
    protocol: protocolVersion,
    ...{ seed, seedProgram },
    functions: [...language.functions.keys()],
    tasks: tasks.map(({ task }) => task),
    maxLength: longestIn(language),
    rate: mutation.rate ?? "any",
  };
}

function toldProgram({ genome, fitness }: Member): { readonly program: string; readonly fitness: number } {
  return { program: genomeText(pruneGenome(genome)), fitness };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
