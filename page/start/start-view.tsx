/** Starting a run: from a preset or a file, with its plan before anything is begun. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { formatRoughDuration } from "../../src/cli/progress/text.ts";
import type { PlannedOrder, PresetList } from "../../src/dashboard/views.ts";
import { count } from "../../src/report/format.ts";
import { ask } from "../connection.ts";
import { BackLink } from "../parts/back-link.tsx";
import { access, change, readAccess } from "../parts/change.ts";
import { Modes } from "../parts/modes.tsx";
import "../styles/controls.css";
import "../styles/start.css";
import { emptyForm, type OrderForm, orderOf } from "./order.ts";

const sources = { preset: "A preset", text: "A file of yours" } as const;

/** The view. */
export function StartView() {
  useEffect(() => {
    document.title = "New run · Lionlab";
    void readAccess();
  }, []);
  const refusal = access.value?.refusal ?? null;
  return (
    <section class="start">
      <BackLink />
      <h1>New run</h1>
      {refusal === null ? <StartForm /> : <p class="say">{refusal}</p>}
    </section>
  );
}

type Stand = "filling" | "planning" | "starting";

function StartForm() {
  const form = useSignal<OrderForm>(emptyForm);
  const plan = useSignal<PlannedOrder | null>(null);
  const said = useSignal("");
  const stand = useSignal<Stand>("filling");
  const set = (part: Partial<OrderForm>): void => {
    form.value = { ...form.value, ...part };
    plan.value = null;
    said.value = "";
  };
  const readPlan = async (): Promise<void> => {
    stand.value = "planning";
    said.value = "";
    const planned = await change<PlannedOrder>("/api/plan", { body: orderOf(form.value) });
    stand.value = "filling";
    if (planned.done) plan.value = planned.value;
    else said.value = planned.sentence;
  };
  const start = async (): Promise<void> => {
    stand.value = "starting";
    const started = await change<{ readonly run: string }>("/api/start", { body: orderOf(form.value) });
    stand.value = "filling";
    if (started.done) location.hash = "#/";
    else said.value = started.sentence;
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void (plan.value === null ? readPlan() : start());
      }}
    >
      <Modes label="What to run" modes={sources} value={form.value.from} onPick={(from) => set({ from })} />
      {form.value.from === "preset" ? (
        <PresetPick form={form.value} set={set} />
      ) : (
        <FileText form={form.value} set={set} />
      )}
      <Changes form={form.value} set={set} />
      {said.value !== "" && (
        <p class="wrong" role="alert">
          {said.value}
        </p>
      )}
      {plan.value !== null && <Plan plan={plan.value} />}
      <div class="tools">
        <button type="submit" class="main" disabled={stand.value !== "filling"}>
          {plan.value === null ? "Show the plan" : plan.value.exists ? "Go on with it" : "Start it"}
        </button>
        <span role="status" class="control-note">
          {{ filling: "", planning: "Planning …", starting: "Starting …" }[stand.value]}
        </span>
      </div>
    </form>
  );
}

interface PartProps {
  readonly form: OrderForm;
  readonly set: (part: Partial<OrderForm>) => void;
}

function PresetPick({ form, set }: PartProps) {
  const presets = useSignal<PresetList | null>(null);
  useEffect(() => {
    void ask<PresetList>("/api/presets").then((list) => {
      presets.value = list;
    });
  }, []);
  const { study = [], discovery = [] } = presets.value ?? {};
  const about = [...study, ...discovery].find(({ name }) => name === form.preset)?.about ?? "";
  return (
    <div class="start-field">
      <label>
        <span>Preset</span>
        <select value={form.preset} onChange={(event) => set({ preset: event.currentTarget.value })}>
          {[["Studies", study] as const, ["Discoveries", discovery] as const].map(([label, list]) => (
            <optgroup key={label} label={label}>
              {list.map(({ name }) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </label>
      <p class="hint">{about}</p>
    </div>
  );
}

function FileText({ form, set }: PartProps) {
  const read = async (file: File | undefined): Promise<void> => {
    if (file !== undefined) set({ text: await file.text() });
  };
  return (
    <div class="start-field">
      <label>
        <span>A study or discovery file: choose it, drop it below, or write it</span>
        <input type="file" accept=".yaml,.yml,.json" onChange={(event) => void read(event.currentTarget.files?.[0])} />
      </label>
      <textarea
        class="study-text"
        aria-label="Text of the file"
        rows={14}
        spellcheck={false}
        placeholder={
          "name: my-study\ndata: { name: fashion-mnist, limitTrain: 6000 }\nmodel: fashion-cnn\noptimizers: [lion, adamw]\nlr: [0.001, 0.003]\ntraining: { epochs: 3, batchSize: 64 }"
        }
        value={form.text}
        onInput={(event) => set({ text: event.currentTarget.value })}
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          void read(event.dataTransfer?.files[0]);
        }}
      />
      <p class="hint">
        It is kept in the folder of the run. Programs, weights and data that it names are read from there: give their
        whole paths.
      </p>
    </div>
  );
}

const changes = [
  ["workers", "Workers", "one for each core"],
  ["epochs", "Epochs", "as it says"],
  ["seeds", "Seeds", "as it says"],
  ["limitTrain", "Training images", "as it says"],
  ["budget", "Budget of a discovery", "as it says; 5m, 2h, 25000e"],
] as const;

function Changes({ form, set }: PartProps) {
  return (
    <details class="start-field">
      <summary>Changes for this run</summary>
      <div class="changes">
        {changes.map(([name, label, placeholder]) => (
          <label key={name}>
            <span>{label}</span>
            <input
              type="text"
              inputMode={name === "budget" ? "text" : "numeric"}
              placeholder={placeholder}
              value={form[name]}
              onInput={(event) => set({ [name]: event.currentTarget.value })}
            />
          </label>
        ))}
      </div>
    </details>
  );
}

function Plan({ plan }: { readonly plan: PlannedOrder }) {
  const { kind, name, folder, exists, total, atLeast, done, secondsLeft, workers, optimizers, notes } = plan;
  const all = `${atLeast ? "at least " : ""}${kind === "study" ? count(total, "trial") : `${total} ${total === 1 ? "search" : "searches"}`}`;
  const left = secondsLeft === null ? "" : `, ${formatRoughDuration(secondsLeft)}`;
  return (
    <section class="plan" aria-label="The plan">
      <h2>{name}</h2>
      <p>
        {all}
        {done > 0 && `, ${done} done already`}
        {done < total && left}
        {workers !== null && ` on ${count(workers, "worker")}`}
        {secondsLeft !== null && ", if none stops early"}.
      </p>
      {optimizers.length > 0 && <p class="hint">{optimizers.join(", ")}</p>}
      {notes.map((note) => (
        <p key={note} class="hint">
          {note}
        </p>
      ))}
      <p class="hint">
        {exists ? "A run of this name is there and is gone on with, in " : "It will be kept in "}
        <code>{folder}</code>, and goes on when this page or the dashboard is closed.
      </p>
    </section>
  );
}
