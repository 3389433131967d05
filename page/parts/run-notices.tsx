/** What a run's view shows while it is not heard of yet, and where it is not there. */
import { BackLink } from "./back-link.tsx";

/** `what` is read, as `the study`. */
export function ReadingRun({ what }: { readonly what: string }) {
  return (
    <div aria-busy="true">
      <BackLink />
      <h1 class="blank-text">Reading {what} …</h1>
      <ul class="runs">
        <li class="run blank" />
        <li class="run blank" />
      </ul>
    </div>
  );
}

/** `what` is not there, as `This run`. */
export function GoneRun({ what }: { readonly what: string }) {
  return (
    <section class="notice">
      <h1>{what} is not here</h1>
      <p>Its store was moved or deleted, or the dashboard was started for another folder.</p>
      <p>
        <a href="#/">See all runs</a>
      </p>
    </section>
  );
}
