/** Two processes that were given one study: one coordinates it, the other says so and follows. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newDatabase, postgres } from "../postgres/database.ts";
import { type CliProcess, startCli } from "./run-cli.ts";
import { Machines } from "./shared-machines.ts";

const study = `name: shared
data: { name: fashion-mnist }
model: fashion-cnn
training: { epochs: 4, batchSize: 16, checkpointEverySteps: 20 }
optimizers: [{ name: sgd, lr: 0.1 }, { name: lion, lr: 0.001 }]
`;

const machines = new Machines(study);
const under: CliProcess[] = [];
afterAll(() => {
  for (const { child } of under) child.kill("SIGKILL");
  machines.dispose();
});

function compare(name: string, ...words: readonly string[]): CliProcess {
  const process = startCli(["compare", "shared.yaml", "--workers", "1", ...words], machines.add(name));
  under.push(process);
  return process;
}

describe.skipIf(postgres === null)("a second process on a study on a server", () => {
  let url: string;
  beforeAll(async () => {
    url = await newDatabase();
  });

  it("follows the first one to the end, with what that prints, and leaves alone; one with other settings is refused", async () => {
    const served = ["--storage", url] as const;
    const first = compare("first", ...served);
    await first.seen("2 trials");
    const [second, third, other] = [
      compare("second", ...served),
      compare("third", ...served, "--json"),
      compare("other", ...served, "--epochs", "5"),
    ];
    await second.seen(`Process ${first.child.pid} on `);
    await third.seen('{"kind":"following"');
    third.child.kill("SIGINT");
    expect((await third.ended).code).toBe(130);
    expect(await other.ended).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^lionlab: Cannot run shared: another process .* differs in training\.epochs; /m),
    });
    const [own, followed] = [await first.ended, await second.ended];
    expect(followed.err).toMatch(
      /^Process \d+ on \S+ coordinates shared, since \d{4}-\d\d-\d\d \d\d:\d\d UTC \(\d+ s\)\. This one follows it, /m,
    );
    expect({ code: own.code, err: own.code === 0 ? "" : own.err }).toEqual({ code: 0, err: "" });
    expect({ code: followed.code, out: followed.out }).toEqual({ code: 0, out: own.out });
  });
});
