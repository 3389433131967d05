/** A trial in full, over the page: what it was told, what it did, and how to train it again. */
import "../../styles/trial.css";
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { TrialDetails } from "../../../src/dashboard/trial-details.ts";
import type { TrialRow } from "../../../src/dashboard/views.ts";
import { formatPercent, formatRate } from "../../../src/report/format.ts";
import { ask } from "../../connection.ts";
import { BlockCode, BlockText } from "../../parts/blocks/block-text.tsx";
import { TrialMark } from "../../parts/marks.tsx";
import { Modes } from "../../parts/modes.tsx";
import { hyperparameterText, lossText } from "../trial-text.ts";
import { timeText } from "./epoch-rows.ts";
import { EpochTable } from "./epoch-table.tsx";
import { openedTrial } from "./opened-trial.ts";

/** The dialog of the trial that is open; nothing while none is, or where the study has it no more. `id`: the study. */
export function OpenedTrial({ id, rows }: { readonly id: string; readonly rows: ReadonlyMap<string, TrialRow> }) {
  useEffect(() => {
    return () => {
      openedTrial.value = null;
    };
  }, [id]);
  const key = openedTrial.value;
  const row = key === null ? undefined : rows.get(key);
  return row === undefined ? null : <TrialDialog key={row.key} id={id} row={row} />;
}

function TrialDialog({ id, row }: { readonly id: string; readonly row: TrialRow }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const details = useSignal<TrialDetails | null>(null);
  const missing = useSignal(false);
  useEffect(() => {
    const before = document.activeElement;
    dialog.current!.showModal();
    return () => before instanceof HTMLElement && before.focus();
  }, []);
  useEffect(() => {
    const abort = new AbortController();
    void ask<TrialDetails>(`/api/runs/${encodeURIComponent(id)}/trials/${row.key}`, abort.signal).then((answer) => {
      if (abort.signal.aborted) return;
      missing.value = answer === null;
      if (answer !== null) details.value = answer;
    });
    return () => abort.abort();
  }, [id, row.key, row.state, row.epochsDone]);
  return (
    <dialog ref={dialog} class="trial" aria-labelledby="trial-name" onClose={() => (openedTrial.value = null)}>
      <div class="trial-head">
        <div>
          <h2 id="trial-name">
            {row.label} · lr {formatRate(row.lr)} · seed {row.seed}
          </h2>
          <TrialMark {...row} />
        </div>
        <button type="button" onClick={() => dialog.current!.close()}>
          Close
        </button>
      </div>
      {details.value !== null ? (
        <Details details={details.value} row={row} />
      ) : (
        <p class="say" role="status">
          {missing.value ? "The server could not give this trial; close it and open it again." : "Reading the trial …"}
        </p>
      )}
    </dialog>
  );
}

function Details({ details, row }: { readonly details: TrialDetails; readonly row: TrialRow }) {
  return (
    <>
      {details.failure !== null && <BlockText tone="warning" text={details.failure} />}
      <Facts details={details} row={row} />
      <Again details={details} />
      <Config details={details} />
      <h3>Epochs</h3>
      <EpochTable details={details} />
    </>
  );
}

function Facts({ details, row }: { readonly details: TrialDetails; readonly row: TrialRow }) {
  const { result, epochs } = details;
  const best = result?.bestEpoch == null ? undefined : epochs.find(({ epoch }) => epoch === result.bestEpoch);
  const test = result?.test ?? null;
  return (
    <dl class="facts">
      <Fact name="Trial" value={`${details.number} of ${details.trials}`} />
      <Fact name="Key" value={details.key} />
      <Fact name="Hyperparameters" value={hyperparameterText(row)} />
      <Fact name="Epochs" value={`${epochs.length} of ${row.epochs}${stoppedText(result)}`} />
      {best !== undefined && (
        <Fact
          name="Best epoch"
          value={`${best.epoch}: ${formatPercent(best.validationAccuracy)}, loss ${lossText(best.validationLoss)}`}
        />
      )}
      {test !== null && <Fact name="Test" value={`${formatPercent(test.accuracy)}, loss ${lossText(test.loss)}`} />}
      <Fact name="Time" value={timeText(details)} />
      <Fact name="Model" value={`${details.model}, revision ${details.modelRevision}`} />
      <Fact name="Engine" value={`revision ${details.engineRevision}, ${details.device}`} />
      {details.processor !== null && <Fact name="Processor" value={details.processor} />}
    </dl>
  );
}

function stoppedText(result: TrialDetails["result"]): string {
  if (result?.stopped === "early") return ", stopped early";
  return result?.divergedAtStep == null ? "" : `, diverged at step ${result.divergedAtStep.toLocaleString("en")}`;
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  if (value === "") return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function Again({ details: { again } }: { readonly details: TrialDetails }) {
  return (
    <>
      <h3>Train it again</h3>
      {"sentence" in again ? (
        <p>{again.sentence}</p>
      ) : (
        <>
          {again.verify === null ? (
            <p class="say">It has no result yet that another training could be compared with.</p>
          ) : (
            <BlockCode title="Trains this trial again, and compares every number with its record" text={again.verify} />
          )}
          <details>
            <summary>As a study of its own</summary>
            <BlockCode title={again.file} text={again.text} />
            {again.program !== null && (
              <BlockCode title={`${again.program.file}, beside it`} text={again.program.text} />
            )}
            <BlockCode title={`With ${again.file} in this folder`} text={again.command} />
          </details>
        </>
      )}
    </>
  );
}

function Config({ details: { config } }: { readonly details: TrialDetails }) {
  const form = useSignal<"yaml" | "json">("yaml");
  return (
    <>
      <div class="panel-head config-head">
        <h3>Config</h3>
        <Modes
          label="Form of the config"
          modes={{ yaml: "YAML", json: "JSON" }}
          value={form.value}
          onPick={(one) => (form.value = one)}
        />
      </div>
      <BlockCode
        title={`Everything that determines this trial, ${form.value.toUpperCase()}`}
        text={config[form.value]}
      />
    </>
  );
}
