/** What goes on with a run, and that no shell is needed to read it. */
import { describe, expect, it } from "vitest";
import { quoteWord } from "../core/quote-word.ts";
import { type ResumedRun, resumeWords, wordsOf } from "./resume-words.ts";

const study: ResumedRun = {
  ...{ kind: "study", name: "mine", store: "/home/runs/mine/study.sqlite", launch: null, cwd: "/home" },
  command: "npx lionlab compare mine.yaml --set 'lr=[0.001, 0.01]'",
};
const words = (change: Partial<ResumedRun>) => resumeWords({ ...study, ...change }).argv.join(" ");

describe("a study", () => {
  it("goes on by the words that started it, where they lead to its store, in the folder of them", () => {
    const argv = ["compare", "mine.yaml", "--workers", "2", "--set", "a b=$(rm -rf /)", "--json"];
    expect(resumeWords({ ...study, launch: { argv, cwd: "/home" } })).toEqual({
      argv: argv.slice(0, -1),
      cwd: "/home",
    });
    const elsewhere = ["compare", "mine.yaml", "--out", "runs/mine"];
    expect(words({ launch: { argv: elsewhere, cwd: "/home" } })).toBe("compare mine.yaml --out runs/mine");
    const stored = ["compare", "mine.yaml", "--storage=keep.sqlite"];
    expect(words({ launch: { argv: stored, cwd: "/home" }, store: "/home/keep.sqlite" })).toBe(stored.join(" "));
  });

  it("is gone on with where it lies, also where it was moved, or did not say how it was started", () => {
    const launch = { argv: ["compare", "mine.yaml", "--out", "old", "--storage=x"], cwd: "/home" };
    expect(words({ launch })).toBe("compare mine.yaml --out /home/runs/mine");
    expect(words({ store: "/data/all.sqlite" })).toBe(
      "compare mine.yaml --set lr=[0.001, 0.01] --out /data --storage /data/all.sqlite",
    );
  });

  it("that another command made is not gone on with: no word of a store starts anything else", () => {
    for (const argv of [["import", "x.csv"], ["dashboard"], [], ["discover"], ["export", "--out", "/etc"]]) {
      expect(() => words({ launch: { argv, cwd: "/" } })).toThrow("not gone on with from here");
    }
    expect(() => words({ command: "rm -rf /" })).toThrow("rm -rf /");
  });
});

describe("a discovery", () => {
  it("goes on by its folder, with as many workers", () => {
    const discovery = { kind: "discovery", name: "found", store: "/home/runs/found/discovery.sqlite" } as const;
    const launch = { argv: ["discover", "mine.yaml", "--budget", "5m", "--workers=3", "--data", "/d"], cwd: "/home" };
    expect(words({ ...discovery, launch })).toBe("discover resume /home/runs/found --workers 3 --data /d");
    expect(words({ ...discovery, store: "/home/all.sqlite", launch })).toBe(
      "discover resume found --storage /home/all.sqlite --workers 3 --data /d",
    );
  });
});

it("the words of a line are those that were quoted", () => {
  const given = ["npx", "lionlab", "compare", "it's", "a b", "$(x)", "'", "plain=1", '"q"', "a;b"];
  expect(wordsOf(given.map(quoteWord).join(" "))).toEqual(given);
});
