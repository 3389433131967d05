/** Which model is tried: one of a run that kept its weights, or an ONNX file. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { KeptModel, RunList, RunSummary } from "../../src/dashboard/views.ts";
import { formatPercent, formatRate } from "../../src/report/format.ts";
import { ask } from "../connection.ts";
import { CopyButton } from "../parts/copy-button.tsx";
import { addressOf } from "../route.ts";
import { openModel, refuse } from "./classifier.ts";

/** The run that is chosen, the model of it in the address, and where choices go. */
interface ChooseModelProps {
  readonly run: string | null;
  readonly chosen: string | null;
  readonly onChoose: (key: string) => void;
}

/** The choice. */
export function ChooseModel({ run, chosen, onChoose }: ChooseModelProps) {
  const runs = useSignal<readonly RunSummary[] | null>(null);
  const models = useSignal<readonly KeptModel[] | null>(null);
  useEffect(() => {
    void ask<RunList>("/api/runs").then((list) => {
      runs.value = (list?.runs ?? []).filter(({ kind }) => kind === "study");
    });
  }, []);
  useEffect(() => {
    models.value = null;
    if (run === null) return;
    const stop = new AbortController();
    void ask<readonly KeptModel[]>(`${pathOf(run)}/models`, stop.signal).then((found) => {
      if (!stop.signal.aborted) models.value = found ?? [];
    });
    return () => stop.abort();
  }, [run]);
  const kept = models.value;
  const key = kept?.some((model) => model.key === chosen) ? chosen : (kept?.[0]?.key ?? null);
  useEffect(() => {
    if (run === null || key === null) return;
    const stop = new AbortController();
    void fetchModel(run, key, stop.signal);
    return () => stop.abort();
  }, [run, key]);
  return (
    <div class="choose">
      <label class="choice">
        <span>Run</span>
        <select
          value={run ?? ""}
          onChange={(event) => (location.hash = addressOf({ view: "try", id: event.currentTarget.value || null }))}
        >
          <option value="">{runs.value === null ? "Looking …" : "Choose a run"}</option>
          {(runs.value ?? []).map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {kept !== null && kept.length > 0 && (
        <label class="choice">
          <span>Model</span>
          <select value={key ?? ""} onChange={(event) => onChoose(event.currentTarget.value)}>
            {kept.map((model) => (
              <option key={model.key} value={model.key}>
                {nameOf(model)}
              </option>
            ))}
          </select>
        </label>
      )}
      <label class="button file-button">
        Open an ONNX file
        <input type="file" accept=".onnx" onChange={(event) => void openFile(event.currentTarget.files?.[0])} />
      </label>
      {run !== null && kept?.length === 0 && <NothingKept />}
    </div>
  );
}

function NothingKept() {
  const command = "npx lionlab compare quickstart --keep-weights --out runs/with-weights";
  return (
    <div class="kept-none">
      <p>This run kept no weights of its trials. One that does:</p>
      <p class="command">
        <code>{command}</code>
        <CopyButton text={command} />
      </p>
    </div>
  );
}

function nameOf({ label, lr, seed, validation, test }: KeptModel): string {
  const best = test ?? validation;
  const figure = best === null ? "" : ` · ${formatPercent(best)} ${test === null ? "validation" : "test"}`;
  return `${label} · lr ${formatRate(lr)} · seed ${seed}${figure}`;
}

function pathOf(run: string): string {
  return `/api/runs/${encodeURIComponent(run)}`;
}

async function fetchModel(run: string, key: string, signal: AbortSignal): Promise<void> {
  try {
    const answer = await fetch(`${pathOf(run)}/models/${key}`, { signal });
    if (answer.ok) return openModel(new Uint8Array(await answer.arrayBuffer()), `model ${key}`, { run, key });
    const said = answer.status === 503 ? ((await answer.json()) as { readonly sentence: string }).sentence : null;
    refuse(said ?? "The weights of this model are not there any more.");
  } catch {
    if (!signal.aborted) refuse("The model could not be had from the server.");
  }
}

async function openFile(file: File | undefined): Promise<void> {
  if (file !== undefined) openModel(new Uint8Array(await file.arrayBuffer()), file.name);
}
