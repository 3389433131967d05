/** The playground as it stands: what is edited, what the worker found, and the address that says it all. */
import { batch, type Signal, signal } from "@preact/signals";
import { type PlaneFunction, planeFunctions } from "../../src/lionk/plane-functions.ts";
import type { ProgramMistake } from "../../src/program/check.ts";
import { Later } from "./later.ts";
import { firstState, hasBrokenText, type PlaygroundState, queryOf, stateOf } from "./share/playground-link.ts";
import type {
  ExportPart,
  ExportTarget,
  OfferedOptimizer,
  PathPart,
  PathsJob,
  ProgramForm,
  ProgramNature,
  ReadPart,
} from "./worker/messages.ts";
import type { WorkerClient } from "./worker/worker-client.ts";

type Twins = Extract<ReadPart, { kind: "twins" }>;
type Exported = Extract<ExportPart, { kind: "export" }>;

/** What of the state decides the paths. */
const pathKeys = ["text", "values", "name", "lr", "rivals", "on", "start", "steps", "seed"] as const;

/** The playground. Its parts are signals; `change` and `setText` are all that changes them from outside. */
export class Playground {
  readonly state: Signal<PlaygroundState>;
  /** The text in the editor; null until the text to start from is there. */
  readonly text = signal<string | null>(null);
  readonly optimizers = signal<readonly OfferedOptimizer[]>([]);
  /** Null while the text is looked at for the first time. */
  readonly mistakes = signal<readonly ProgramMistake[] | null>(null);
  /** What is wrong with the text as a whole, or with looking at it. */
  readonly refusal = signal<string | null>(null);
  readonly form = signal<ProgramForm | null>(null);
  readonly nature = signal<ProgramNature | null>(null);
  readonly twins = signal<Twins | null>(null);
  readonly paths = signal<ReadonlyMap<string, PathPart>>(new Map());
  /** Whether paths are under way, and why they failed. */
  readonly walking = signal(false);
  readonly pathsFailed = signal<string | null>(null);
  readonly targets = signal<readonly ExportTarget[]>([]);
  readonly exports = signal<ReadonlyMap<string, Exported>>(new Map());
  readonly exportFailed = signal<string | null>(null);
  readonly #client: WorkerClient;
  readonly #keep: (query: string) => void;
  /** Whether the address had a text that cannot be read. */
  readonly linkBroken: boolean;
  readonly #later = new Later();
  /** The text of the optimizer that it began as. */
  #original: string | null = null;

  /** `keep` writes a query into the address. */
  constructor(client: WorkerClient, query: string, keep: (query: string) => void) {
    this.#client = client;
    this.#keep = keep;
    this.state = signal(stateOf(query));
    this.linkBroken = hasBrokenText(query);
  }

  /** Asks for the list, and for the text to start from. */
  begin(): void {
    const { text, from } = this.state.peek();
    this.#client.run(
      "library",
      { of: "all" },
      {
        part: (part) => {
          if (part.kind === "optimizers") this.optimizers.value = part.optimizers;
        },
        ended: () => {
          if (text !== null) this.setText(text);
          else this.startFrom(from ?? firstState.from!, (found) => this.setText(found));
        },
      },
    );
  }

  /** Asks for the text of an optimizer of the library; `found` puts it into the editor. */
  startFrom(name: string, found: (text: string) => void): void {
    this.#client.run(
      "library",
      { of: "text", name },
      {
        part: (part) => {
          if (part.kind !== "text") return;
          this.#original = part.text;
          batch(() => {
            this.state.value = { ...this.state.peek(), from: part.name, values: {}, lr: null };
            found(part.text);
          });
        },
        ended: (failed) => {
          if (failed !== null) batch(() => this.#startAnew(failed));
        },
      },
    );
  }

  /** An address that names an optimizer that there is not. */
  #startAnew(sentence: string): void {
    if (this.text.peek() === null) this.setText("");
    this.refusal.value = sentence;
  }

  /** The text is another. */
  setText(text: string): void {
    if (text === this.text.peek()) return;
    batch(() => {
      this.text.value = text;
      this.change({ text: text === this.#original ? null : text });
    });
    this.#read();
    this.#later.put("walk", () => this.#walk());
    this.#later.put("export", () => this.#export());
  }

  /** Something beside the text is another. */
  change(by: Partial<PlaygroundState>): void {
    const before = this.state.peek();
    this.state.value = { ...before, ...by };
    this.#later.put("keep", () => this.#keep(queryOf(this.state.peek())));
    if ("text" in by) return;
    if ("values" in by || "name" in by) this.#read();
    if (pathKeys.some((key) => key in by)) this.#walk();
    if ("name" in by || "target" in by) this.#export();
  }

  /** Ends what computes; the address is that of another view by now, and stays as it is. */
  close(): void {
    this.#later.forget();
    this.#client.close();
  }

  /** The function that is walked on. */
  get on(): PlaneFunction {
    return planeFunctions.find(({ name }) => name === this.state.value.on) ?? planeFunctions[0]!;
  }

  #edited() {
    const { name, values } = this.state.peek();
    return { name, values, text: this.text.peek() ?? "" };
  }

  #read(): void {
    this.#client.run("read", this.#edited(), {
      part: (part) => this.#take(part),
      ended: (failed) => {
        this.refusal.value = failed;
      },
    });
  }

  #take(part: ReadPart): void {
    if (part.kind === "form") this.form.value = part;
    else if (part.kind === "facts") this.nature.value = part;
    else if (part.kind === "twins") this.twins.value = part;
    else {
      batch(() => {
        this.mistakes.value = part.mistakes;
        this.refusal.value = null;
        this.twins.value = null;
      });
    }
  }

  #walk(): void {
    const { lr, rivals, on, steps, seed } = this.state.peek();
    const start = this.state.peek().start ?? this.on.start;
    const job: PathsJob = { own: { ...this.#edited(), lr }, rivals, on, start, steps, seed };
    const fresh = new Map<string, PathPart>();
    this.walking.value = true;
    this.#client.run("paths", job, {
      part: (part) => {
        fresh.set(part.key, part);
        this.paths.value = new Map([...this.paths.peek(), ...fresh]);
      },
      ended: (failed) => {
        batch(() => {
          this.walking.value = false;
          this.pathsFailed.value = failed;
          this.paths.value = fresh;
        });
      },
    });
  }

  #export(): void {
    const { name, text } = this.#edited();
    const fresh = new Map<string, Exported>();
    this.#client.run(
      "export",
      { name, text, first: this.state.peek().target },
      {
        part: (part) => {
          if (part.kind === "targets") this.targets.value = part.targets;
          else {
            fresh.set(part.target, part);
            this.exports.value = new Map([...this.exports.peek(), ...fresh]);
          }
        },
        ended: (failed) => {
          batch(() => {
            this.exportFailed.value = failed;
            this.exports.value = fresh;
          });
        },
      },
    );
  }
}
