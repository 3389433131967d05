/**
 * Tells on the terminal how a data set is being found or fetched.
 */
import { printable } from "../core/printable.ts";
import { type FetchEvent, listed } from "../data/index.ts";
import { cut } from "./progress/text.ts";
import type { Screen } from "./terminal.ts";

/**
 * A listener for fetch events: one line per source tried and per outcome; on a TTY the bytes received are redrawn on
 * one line below them.
 */
export function fetchReporter(screen: Screen): (event: FetchEvent) => void {
  let live = false;
  const clear = () => {
    if (live) screen.write("\r\u001b[K");
    live = false;
  };
  return (event) => {
    switch (event.kind) {
      case "trying":
        clear();
        screen.write(`fetching from ${event.source} …\n`);
        return;
      case "progress":
        if (!screen.isTTY) return;
        screen.write(`\r\u001b[K${cut(`  ${event.file}  ${amountText(event)}`, screen.columns() - 1)}`);
        live = true;
        return;
      case "failed":
        clear();
        screen.write(`  not from there: ${printable(event.reason)}\n`);
        return;
      case "landed":
        clear();
        screen.write(`  kept in ${printable(event.folder)}\n`);
        return;
      case "decoding":
        if (!screen.isTTY || (event.done % 50 !== 0 && event.done < event.total)) return;
        screen.write(`\r\u001b[K${cut(`  decoded ${event.done} of ${event.total} images`, screen.columns() - 1)}`);
        live = true;
        if (event.done === event.total) clear();
        return;
      case "passed-over":
        clear();
        screen.write(`  ${printable(event.folder)} has no folder for any class of train: val is the test set\n`);
        return;
      case "skipped":
        clear();
        screen.write(
          `  left out ${event.broken.length} of ${event.total} images that do not decode: ${listed(event.broken)}\n`,
        );
        return;
    }
  };
}

function amountText({ receivedBytes, totalBytes }: { receivedBytes: number; totalBytes: number | null }): string {
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
  return totalBytes === null
    ? `${megabytes(receivedBytes)} MB`
    : `${megabytes(receivedBytes)} of ${megabytes(totalBytes)} MB`;
}
