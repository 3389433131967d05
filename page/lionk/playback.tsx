/** Goes through the steps of a run: by hand, by single steps, or as a film. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

/** Steps a second. */
const speeds = [5, 20, 60, 240] as const;

/** With reduced motion the film is a few pictures a second. */
const calmPictures = 2;

/** What is gone through; `last`: the last step there is. */
interface PlaybackProps {
  readonly step: number;
  readonly last: number;
  readonly onStep: (step: number) => void;
}

/** The controls. */
export function Playback({ step, last, onStep }: PlaybackProps) {
  const isPlaying = useSignal(false);
  const speed = useSignal<number>(60);
  const at = useRef({ step, last, onStep });
  at.current = { step, last, onStep };
  useEffect(() => {
    if (!isPlaying.value) return;
    return film({
      speed: speed.value,
      advance: (steps) => {
        const { step: now, last: end, onStep: show } = at.current;
        show(Math.min(end, now + steps));
        if (now + steps >= end) isPlaying.value = false;
      },
    });
  }, [isPlaying.value, speed.value]);
  const toggle = (): void => {
    if (!isPlaying.value && step >= last) onStep(0);
    isPlaying.value = !isPlaying.value;
  };
  const go = (to: number) => () => {
    isPlaying.value = false;
    onStep(Math.max(0, Math.min(last, to)));
  };
  return (
    <div class="playback">
      <div class="tools">
        <button type="button" onClick={go(0)}>
          Start
        </button>
        <button type="button" onClick={go(step - 1)} disabled={step <= 0}>
          Back
        </button>
        <button type="button" class="play" onClick={toggle}>
          {isPlaying.value ? "Pause" : "Play"}
        </button>
        <button type="button" onClick={go(step + 1)} disabled={step >= last}>
          Step
        </button>
        <button type="button" onClick={go(last)}>
          End
        </button>
        <label class="choice">
          Speed
          <select value={speed.value} onChange={({ currentTarget }) => (speed.value = Number(currentTarget.value))}>
            {speeds.map((one) => (
              <option key={one} value={one}>
                {one} steps/s
              </option>
            ))}
          </select>
        </label>
      </div>
      <input
        type="range"
        min="0"
        max={last}
        value={step}
        aria-label="Step of the run"
        aria-valuetext={`step ${step} of ${last}`}
        onInput={({ currentTarget }) => go(Number(currentTarget.value))()}
      />
    </div>
  );
}

/** Calls `advance` with the steps that are due, until what it gives back is called; with reduced motion, many at a time. */
function film({ speed, advance }: { readonly speed: number; readonly advance: (steps: number) => void }): () => void {
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const atOnce = isCalm ? Math.ceil(speed / calmPictures) : 1;
  let [frame, before, due] = [0, performance.now(), 0];
  const next = (now: number): void => {
    due += (speed * (now - before)) / 1000;
    before = now;
    const steps = Math.floor(due / atOnce) * atOnce;
    if (steps > 0) advance(steps);
    due -= steps;
    frame = requestAnimationFrame(next);
  };
  frame = requestAnimationFrame(next);
  return () => cancelAnimationFrame(frame);
}
