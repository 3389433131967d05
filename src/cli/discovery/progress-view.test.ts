import { afterEach, describe, expect, it } from "vitest";
import { fakeTerminal } from "../../../test/cli/fake-terminal.ts";
import { scriptedDiscovery } from "../../../test/cli/scripted-discovery.ts";
import { fakeClock } from "../../core/clock.ts";
import type { DiscoveryEvent } from "../../search/events.ts";
import { openTextDisplay, type ProgressDisplay } from "../progress/display.ts";
import { DiscoveryProgressView } from "./progress-view.ts";
import { sparkline } from "./text.ts";

let display: ProgressDisplay<DiscoveryEvent> | null = null;
afterEach(() => display?.close());

function show(isTTY: boolean): string {
  const terminal = fakeTerminal({ isTTY });
  const clock = fakeClock({ tickSeconds: 1 });
  display = openTextDisplay(new DiscoveryProgressView({ name: "scripted", clock, familyOf: () => null }), {
    terminal,
    clock,
  });
  for (const event of scriptedDiscovery([["evolution", 0]], 20)) display.handle(event);
  display.close();
  return terminal.err.text();
}

describe("DiscoveryProgressView", () => {
  it("on a pipe: lasting lines, and a sign of life now and then", () => {
    const lines = show(false).trim().split("\n");
    expect(lines[0]).toBe("1 search.");
    expect(lines[1]).toMatch(
      /^ {2}evolution 0 {2}best 0\.\d{4} \(\+0\.\d{4}\) {2}\d+ evaluations of [\d,]+ programs {2}90\.0 % known {2}\(\d+ %, under a minute of searching left\)$/,
    );
    expect(lines.filter((line) => line.startsWith("  evolution 0")).length).toBeLessThan(10);
    expect(lines).toContain(
      "✓ evolution 0  best 0.7812 (+0.0622)  2,000 evaluations of 20,000 programs in 5:00  90.0 % known",
    );
    expect(lines.at(-1)).toBe("! The state v is never used.");
    expect(lines.join("\n")).not.toContain("\u001b");
  });

  it("at a terminal: the same lasting lines stay, the block is taken back, the cursor is shown again", () => {
    const text = show(true);
    expect(text).toContain("= fresh seeds   tuned AdamW       0.7200 over 3 runs  rate × 1  the bar  AdamW\n");
    expect(text.endsWith("\r\u001b[J\u001b[?25h")).toBe(true);
  });
});

describe("sparkline", () => {
  it("draws between the ends, leaves unknown cells blank", () => {
    expect(sparkline([null, 0, 0.5, 1, null], { lowest: 0, highest: 1 })).toBe(" ▁▅█");
    expect(sparkline([3, 3], { lowest: 3, highest: 3 })).toBe("▁▁");
  });
});
