/**
 * Puts what is used of kysely into the one file that is built for it, see `src/records/sql/kysely.ts`. Its licence goes with it.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { build } from "vite";

const { output } = await bundled("src/records/sql/kysely.ts");
const licence = readFileSync("node_modules/kysely/LICENSE", "utf8").trim();
writeFileSync("dist/records/sql/kysely.js", `/*! kysely\n${licence}\n*/\n${output[0].code}`);

async function bundled(entry) {
  const [result] = await build({
    configFile: false,
    logLevel: "warn",
    build: { write: false, minify: false, target: "node20", lib: { entry, formats: ["es"] } },
  });
  return result;
}
