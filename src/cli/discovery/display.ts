/**
 * The display of a discovery, whether it runs here or is followed.
 */
import { systemClock } from "../../core/clock.ts";
import { withFamilies } from "../../live/discovery-state.ts";
import type { FollowedDiscoveryEvent } from "../../live/follow-news.ts";
import type { Call } from "../command.ts";
import { openTextDisplay, type ProgressDisplay } from "../progress/display.ts";
import { JsonDisplay } from "../progress/json-display.ts";
import { DiscoveryProgressView } from "./progress-view.ts";

/** The display that suits the call's terminal; JSON lines on standard output with `--json`. */
export async function openDiscoveryDisplay(
  name: string,
  { terminal, options }: Pick<Call, "terminal" | "options">,
): Promise<ProgressDisplay<FollowedDiscoveryEvent>> {
  const { familyOf } = (await import("./program-language.ts")).programLanguage;
  if (options.json) return new JsonDisplay(terminal.out, (event) => withFamilies(event, familyOf));
  const clock = systemClock;
  return openTextDisplay(new DiscoveryProgressView({ name, clock, familyOf }), { terminal, clock });
}
