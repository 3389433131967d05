/** Starts the page. */
import { render } from "preact";
import "virtual:report-colors.css";
import "uplot/dist/uPlot.min.css";
import "./styles/base.css";
import "./styles/runs.css";
import "./styles/study.css";
import "./styles/table.css";
import "./styles/curves.css";
import { App } from "./app.tsx";

render(<App />, document.getElementById("page")!);
