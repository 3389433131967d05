/**
 * Builds the page of `lionlab dashboard` into `dist/page/`. Nothing is inlined: the server's policy lets a browser run and show only what
 * comes from files of its own. The colours are those of the report, made into a style sheet here.
 */
import { defineConfig, type Plugin } from "vite";
import { pageColors } from "../src/report/page-colors.ts";

const colors: Plugin = {
  name: "report-colors",
  resolveId: (id) => (id === "virtual:report-colors.css" ? `\0${id}` : null),
  load: (id) => (id === "\0virtual:report-colors.css" ? pageColors : null),
};

export default defineConfig({
  root: import.meta.dirname,
  plugins: [colors],
  logLevel: "warn",
  worker: { format: "es" },
  build: {
    outDir: "../dist/page",
    emptyOutDir: true,
    target: "es2023",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2000, // kB: the library of surfaces, which is loaded when they are opened
    modulePreload: { polyfill: false },
    rolldownOptions: { checks: { bundlerTimings: false } }, // it warns of any machine that is busy
  },
});
