/** The guided tour: a paragraph, something to try, and the way to the next stop. Stops are addresses like any other. */
import { addressOf } from "../route.ts";
import { queryOf } from "./setting-query.ts";
import { tour } from "./tour.ts";

/** Address of a stop, from 1. */
function stopAddress(stop: number): string {
  return addressOf({ view: "lion-k", query: queryOf(tour[stop - 1]!.setting) });
}

/** The stop that is shown, or the way into the tour. `onLeave`: stays where one is, without the tour. */
export function TourPanel({ stop, onLeave }: { readonly stop: number | null; readonly onLeave: () => void }) {
  const shown = stop === null ? undefined : tour[stop - 1];
  if (stop === null || shown === undefined) {
    return (
      <p class="tour-door">
        <a class="button" href={stopAddress(1)}>
          Take the tour
        </a>{" "}
        <span class="say">{tour.length} stops, from the sign to a promise that breaks.</span>
      </p>
    );
  }
  const walk = (event: KeyboardEvent): void => {
    const to = event.key === "ArrowRight" ? stop + 1 : event.key === "ArrowLeft" ? stop - 1 : 0;
    if (tour[to - 1] === undefined) return;
    event.preventDefault();
    location.hash = stopAddress(to);
  };
  return (
    <section class="tour" aria-label="Guided tour" onKeyDown={walk}>
      <div class="tour-head">
        <h2>{shown.title}</h2>
        <span class="say">
          Stop {stop} of {tour.length}
        </span>
      </div>
      <p aria-live="polite">{shown.text}</p>
      <p>
        <strong>Try it.</strong> {shown.task}
      </p>
      <div class="tools">
        {stop > 1 && (
          <a class="button" href={stopAddress(stop - 1)}>
            ← Back
          </a>
        )}
        {stop < tour.length && (
          <a class="button" href={stopAddress(stop + 1)}>
            Next: {tour[stop]!.title} →
          </a>
        )}
        <a href={stopAddress(stop)}>As it was</a>
        <button type="button" class="quiet" onClick={onLeave}>
          Leave the tour
        </button>
      </div>
    </section>
  );
}
