/** The main job with its records on a PostgreSQL server, and what is seen of the server's password. */
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dumpRecords } from "../../src/records/dump.ts";
import { openStorage } from "../../src/records/open.ts";
import { asSuperuser, databaseUrl, newDatabase, postgres } from "../postgres/database.ts";
import { writeSampleFashion } from "../samples/fashion.ts";
import { runCli, startCli, temporaryFolder } from "./run-cli.ts";

const folder = temporaryFolder();
const cwd = folder.path;
const env = { LIONLAB_DATA: join(cwd, "data") };
const setup = { cwd, env };
const password = "s3cret w:rd";
let url = "";
let place = "";

const study = `name: tiny
data: { name: fashion-mnist }
model: fashion-cnn
training: { epochs: 1, batchSize: 32 }
optimizers:
  - { name: lion, lr: [0.001] }
  - { name: adam, lr: [0.001] }
`;

beforeAll(async () => {
  writeSampleFashion(join(cwd, "data"), { train: 200, test: 50 });
  writeFileSync(join(cwd, "tiny.yaml"), study);
  if (postgres === null) return;
  const name = new URL(await newDatabase()).pathname.slice(1);
  await asSuperuser(`CREATE ROLE ${name} LOGIN PASSWORD '${password}'; GRANT ALL ON DATABASE ${name} TO ${name}`);
  url = databaseUrl(name, { user: name, password: encodeURIComponent(password) });
  place = url.replace(/:[^:@]*@/, "@");
});
afterAll(() => folder.dispose());

describe.skipIf(postgres === null)("a study whose records lie on a PostgreSQL server", () => {
  const texts: string[] = [];
  const lionlab = async (args: readonly string[], more: { readonly [name: string]: string } = {}) => {
    const result = await runCli(args, { cwd, env: { ...env, ...more } });
    texts.push(result.out, result.err);
    return result;
  };

  it("is planned where nothing was ever run", async () => {
    const { code, out } = await lionlab(["plan", "tiny.yaml", "--storage", url]);
    expect({ code, first: out.split("\n")[0] }).toEqual({ code: 0, first: expect.stringContaining("tiny") });
  });

  it("is run, and has nothing left to do the second time, with the server named by the environment", async () => {
    const { code, out } = await lionlab(["compare", "tiny.yaml", "--storage", url]);
    expect(code).toBe(0);
    expect(out).toContain(`Report: ${join("runs", "tiny", "report", "report.html")}\n`);
    expect(readdirSync(join(cwd, "runs/tiny"))).not.toContain("study.sqlite");
    const again = await lionlab(["compare", "tiny.yaml"], { LIONLAB_STORAGE: url });
    expect(again).toMatchObject({ code: 0, err: expect.stringContaining("2 trials, all done before.") });
  });

  it("has the records that a file has, byte for byte", async () => {
    expect((await lionlab(["compare", "tiny.yaml", "--out", "runs/file"])).code).toBe(0);
    const [served, file] = [url, join(cwd, "runs/file/study.sqlite")].map((target) =>
      openStorage(target, { mode: "read" }),
    );
    expect(await dumpRecords(await served!)).toBe(await dumpRecords(await file!));
    expect((await (await served!).getStudy("tiny"))!.command).toBe("npx lionlab compare tiny.yaml");
    await (await served!).close();
    await (await file!).close();
  });

  it("is shown, planned, reported and compared", async () => {
    const where = ["--storage", url];
    const calls = [
      ["show", "tiny"],
      ["plan", "tiny.yaml"],
      ["report", "tiny"],
      ["diff", "tiny", "tiny"],
      ["show", "tiny", "--follow"],
    ];
    const [show, plan, report, diff, follow] = await Promise.all(calls.map((call) => lionlab([...call, ...where])));
    expect(show).toMatchObject({ code: 0, out: expect.stringMatching(/^lion /m) });
    expect(plan).toMatchObject({ code: 0, out: expect.stringContaining("2 trials, 2 done: nothing is left to run") });
    expect(report).toMatchObject({ code: 0, out: expect.stringContaining("report.html") });
    expect(follow).toMatchObject({ code: 0, out: show!.out });
    expect(diff).toMatchObject({ code: 0, out: expect.stringContaining("lion") });
    const unknown = await lionlab(["show", "other", ...where]);
    expect(unknown).toMatchObject({
      code: 2,
      err: `lionlab: ${place} holds the studies: tiny. Name one of them, with --storage ${place}.\n`,
    });
  });

  it("is watched by the dashboard", async () => {
    const { child, seen, ended } = startCli(["dashboard", "--port", "0", "--json", "--storage", url], setup);
    let out = "";
    child.stdout!.on("data", (text: string) => {
      out += text;
    });
    await seen("Ctrl-C ends it");
    const { address, token } = JSON.parse(out) as { address: string; token: string };
    const ask = async (path: string) => {
      const answer = await fetch(`${new URL(address).origin}/api/runs${path}`, {
        headers: { authorization: `Bearer ${token}` },
      });
      const text = await answer.text();
      texts.push(text);
      return text;
    };
    const { runs } = JSON.parse(await ask("")) as { runs: { id: string; location: string }[] };
    const [served] = runs.filter(({ location }) => location === place);
    expect(served).toMatchObject({ name: "tiny", done: 2, total: 2 });
    expect(await ask(`/${served!.id}/report`)).toContain("lion");
    expect(await ask(`/${served!.id}/actions`)).toMatch(/"actions":\[\]/);
    if (process.platform === "linux")
      expect(readFileSync(`/proc/${child.pid}/cmdline`, "utf8")).toContain(`--storage ${place}`);
    texts.push(process.platform === "linux" ? readFileSync(`/proc/${child.pid}/cmdline`, "utf8") : "");
    child.kill("SIGINT");
    texts.push((await ended).out, (await ended).err);
  });

  it("shows its password nowhere: not in what is printed, told, kept or reported", async () => {
    const said = await lionlab(["show", "tiny", "--storge", url]);
    expect(said.code).toBe(2);
    const wrong = await lionlab(["show", "tiny", "--storage", url.replace("@", "x@")]);
    expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining(place.split("?")[0]!) });
    const rows = await asSuperuser(
      "SELECT string_agg(record, '') AS pulses, (SELECT string_agg(study::text, '') FROM lionlab.study) AS studies FROM lionlab.progress",
      url,
    );
    texts.push(JSON.stringify(rows));
    for (const path of readdirSync(cwd, { recursive: true, encoding: "utf8" }))
      if (statSync(join(cwd, path)).isFile()) texts.push(readFileSync(join(cwd, path), "latin1"));
    expect(JSON.stringify(rows)).toContain("npx lionlab compare tiny.yaml");
    for (const spelled of [password, encodeURIComponent(password), "s3cret"])
      expect(texts.filter((text) => text.includes(spelled))).toEqual([]);
  });
});
