import { describe, expect, it } from "vitest";
import { fakeTerminal } from "../../../test/cli/fake-terminal.ts";
import { LiveBlock } from "./live-block.ts";

describe("LiveBlock", () => {
  it("draws lasting lines above the block, takes back what it drew, and shows the cursor at the end", () => {
    const { err } = fakeTerminal({ isTTY: true });
    const block = new LiveBlock(err);
    block.draw(["one", "two"]);
    block.draw(["three"], ["lasting"]);
    block.close();
    expect(err.text()).toBe(
      [
        "\u001b[?25l",
        "one\ntwo\n",
        "\u001b[2A\r\u001b[J",
        "lasting\nthree\n",
        "\u001b[1A\r\u001b[J",
        "\u001b[?25h",
      ].join(""),
    );
  });

  it("takes back wrapped lines after the window became narrower", () => {
    const { err } = fakeTerminal({ isTTY: true });
    const block = new LiveBlock(err);
    block.draw(["x".repeat(100), "y"]);
    err.resize(40, 24);
    block.draw([]);
    expect(err.text()).toContain("\u001b[4A\r\u001b[J");
  });

  it("writes a block over the one before, clearing only what is left of it", () => {
    const { err } = fakeTerminal({ isTTY: true });
    const block = new LiveBlock(err);
    block.draw(["one", "two"]);
    block.draw(["three", "four"]);
    block.draw(["five"]);
    expect(err.text()).toBe(
      ["\u001b[?25lone\ntwo\n", "\u001b[2A\rthree\u001b[K\nfour\u001b[K\n", "\u001b[2A\rfive\u001b[K\n\u001b[J"].join(
        "",
      ),
    );
  });

  it("does not touch the screen when nothing is drawn", () => {
    const { err } = fakeTerminal({ isTTY: true });
    new LiveBlock(err).close();
    expect(err.text()).toBe("\u001b[?25l\u001b[?25h");
  });
});
