import { appInProbot } from "./app/probot/app.ts";

/** by-name-bot as a function of a Probot App, for `probot run`, `probot receive` and `createNodeMiddleware`. */
export default appInProbot({ packageRoot: new URL("../", import.meta.url), environment: process.env });
