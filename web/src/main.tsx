// SPDX-License-Identifier: Apache-2.0
import { render } from "preact";
import { App } from "./app";
import { warmUp } from "./language";
import { applyPreferences } from "./preferences";
import { resume } from "./session";
import { keepShell } from "./shell";

await applyPreferences();
await resume();
render(<App />, document.getElementById("app")!);
keepShell();
setTimeout(warmUp);
