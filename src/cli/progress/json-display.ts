/**
 * Progress as JSON lines, one per event, for programs.
 */
import type { StudyEvent } from "../../study/events.ts";
import type { Screen } from "../terminal.ts";
import type { ProgressDisplay } from "./display.ts";
import { factsOf } from "./state.ts";

/** Prints each event; trials are named by key, label, rate and seed in place of their whole configuration. */
export class JsonDisplay implements ProgressDisplay {
  readonly #screen: Screen;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  handle(event: StudyEvent): void {
    if ("trial" in event) {
      const { trial, ...rest } = event;
      this.#print({ ...rest, trial: factsOf(trial) });
    } else {
      this.#print(event);
    }
  }

  close(): void {}

  #print(value: object): void {
    this.#screen.write(`${JSON.stringify(value)}\n`);
  }
}
