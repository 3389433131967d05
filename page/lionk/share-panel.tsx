/** What shows the same elsewhere: a link to this page, and a command that needs none. */
import { CopyButton } from "../parts/copy-button.tsx";
import { addressOf } from "../route.ts";
import { solveCommand } from "./problem.ts";
import type { Setting } from "./setting.ts";
import { queryOf } from "./setting-query.ts";

/** The address of a setting, as it is sent to others. */
export function linkTo(setting: Setting): string {
  return `${location.origin}${location.pathname}${addressOf({ view: "lion-k", query: queryOf(setting) })}`;
}

/** The panel. */
export function SharePanel({ setting }: { readonly setting: Setting }) {
  const link = linkTo(setting);
  return (
    <section aria-labelledby="share">
      <h2 id="share">The same elsewhere</h2>
      <h3>By link</h3>
      <p class="command">
        <code>{link}</code>
        <CopyButton text={link} shown="Copy link" />
      </p>
      <h3>Without a browser</h3>
      <p class="lead">
        {setting.noise > 0
          ? "The command has no noise: it solves this problem by its exact gradients."
          : "The command gives the numbers of this page, to the last digit."}
      </p>
      <div class="command">
        <pre>
          <code>{solveCommand(setting)}</code>
        </pre>
        <CopyButton text={solveCommand(setting)} />
      </div>
    </section>
  );
}
