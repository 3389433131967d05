/** Pausing, stopping and going on with a run: what may be done with it now, and what that means. */
import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { RunActions, RunState } from "../../src/dashboard/views.ts";
import { ask } from "../connection.ts";
import "../styles/controls.css";
import { change } from "./change.ts";

type Action = RunActions["actions"][number];

/** Milliseconds between two looks at what a run does about what it was asked. */
const againMs = 1000;

const words: Readonly<Record<Action, string>> = { pause: "Pause", stop: "Stop …", resume: "Resume …" };
const asked: Readonly<Record<Action, string>> = {
  pause: "Asked to pause: trials save and end within seconds.",
  stop: "Asked to stop.",
  resume: "It was asked to go on.",
};

/** The buttons of a run, and why there are none. */
export function RunControls({ id, state }: { readonly id: string; readonly state: RunState }) {
  const known = useSignal<RunActions | null>(null);
  const said = useSignal("");
  const sure = useSignal<Action | null>(null);
  const waits = useSignal(0);
  const place = useRef<HTMLDivElement>(null);
  /** Counts the states that the run was seen in. */
  const turn = useRef(0);
  const read = async (abort: AbortSignal): Promise<void> => {
    const found = await ask<RunActions>(`/api/runs/${encodeURIComponent(id)}/actions`, abort);
    if (found !== null && !abort.aborted) known.value = found;
  };
  useEffect(() => {
    const abort = new AbortController();
    said.value = "";
    sure.value = null;
    waits.value = 0;
    turn.current++;
    void read(abort.signal);
    return () => abort.abort();
  }, [id, state]);
  useEffect(() => {
    if (waits.value === 0) return;
    const abort = new AbortController(); // the run may be in another state before this look is done
    const timer = setTimeout(async () => {
      await read(abort.signal);
      if (abort.signal.aborted) return;
      const { actions, sentence } = known.value ?? { actions: [], sentence: null };
      if (sentence !== null && actions.length > 0) {
        said.value = sentence; // it could not be started
        waits.value = 0;
      } else waits.value++;
    }, againMs);
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [waits.value]);
  const act = async (action: Action): Promise<void> => {
    sure.value = null;
    const at = turn.current;
    const done = await change(`/api/runs/${encodeURIComponent(id)}/${action}`);
    if (at !== turn.current && done.done) return; // it has done so already
    said.value = done.done ? asked[action] : done.sentence;
    if (done.done) waits.value = 1;
  };
  const leave = (): void => {
    const opener = place.current?.querySelector<HTMLButtonElement>(`[data-action="${sure.value}"]`);
    sure.value = null;
    opener?.focus();
  };
  const { actions, sentence, resumes } = known.value ?? { actions: [], sentence: null, resumes: null };
  const note = said.value !== "" ? said.value : (sentence ?? "");
  return (
    <div class="controls" ref={place}>
      {actions.map((action) => (
        <button
          key={action}
          type="button"
          disabled={waits.value > 0}
          data-action={action}
          aria-expanded={action === "pause" ? undefined : sure.value === action}
          onClick={() => {
            if (action === "pause") void act(action);
            else sure.value = sure.value === action ? null : action;
          }}
        >
          {words[action]}
        </button>
      ))}
      {sure.value !== null && (
        <Sure action={sure.value} resumes={resumes} onYes={(action) => void act(action)} onNo={leave} />
      )}
      <p class="control-note" role="status">
        {note}
      </p>
    </div>
  );
}

interface SureProps {
  readonly action: Action;
  readonly resumes: RunActions["resumes"];
  readonly onYes: (action: Action) => void;
  readonly onNo: () => void;
}

/** Asks again, and says what will be done. */
function Sure({ action, resumes, onYes, onNo }: SureProps) {
  const yes = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => yes.current?.focus(), [action]);
  return (
    <fieldset class="sure" aria-label="Are you sure?" onKeyDown={({ key }) => key === "Escape" && onNo()}>
      {action === "stop" ? (
        <p>It ends at once. What is recorded is kept; work since the last checkpoints is done again by the next run.</p>
      ) : resumes === null ? (
        <p>The workers of its server go on with it, with trials that failed too.</p>
      ) : (
        <>
          <p>This goes on with it on this machine, as a process of its own, in {resumes.cwd}:</p>
          <code>lionlab {resumes.argv.join(" ")}</code>
        </>
      )}
      <div class="tools">
        <button ref={yes} type="button" class="main" onClick={() => onYes(action)}>
          {action === "stop" ? "Stop it" : "Go on with it"}
        </button>
        <button type="button" onClick={onNo}>
          Leave it
        </button>
      </div>
    </fieldset>
  );
}
