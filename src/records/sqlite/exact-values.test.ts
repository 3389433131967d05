import { expect, test } from "vitest";
import { engineNames, openDatabase, useEngine } from "./engine.ts";
import { withExactValues } from "./exact-values.ts";

const values = [
  1e-17,
  5e-324,
  2 ** -53,
  2 ** -52,
  -1e-17,
  1 + 2 ** -52,
  2 + 2 ** -51,
  -1 + 2 ** -53,
  1 - 2 ** -53,
  0.1,
  3,
  1e300,
];

test.each(engineNames())("values of every size arrive as they are in the engine %s", async (engine) => {
  useEngine(engine);
  const database = await openDatabase(":memory:");
  database.exec("CREATE TABLE a (x REAL, name TEXT)");
  for (const value of values) {
    const { sql, parameters } = withExactValues({ sql: "INSERT INTO a VALUES (?, ?)", parameters: [value, "name"] });
    database.prepare(sql).run(...parameters);
  }
  const found = database.prepare("SELECT x, name FROM a").all() as { x: number; name: string }[];
  expect(found.map(({ x }) => x)).toEqual(values);
  expect(new Set(found.map(({ name }) => name))).toEqual(new Set(["name"]));
  database.close();
});

test("what needs nothing stays as it is", () => {
  const query = { sql: "SELECT ?", parameters: [0.5, 1, 0, -3, null, "?"] };
  expect(withExactValues(query)).toEqual(query);
});
