/** Starts the page. */
import { render } from "preact";
import "virtual:report-colors.css";
import "./styles/base.css";
import { App } from "./app.tsx";

render(<App />, document.getElementById("page")!);
