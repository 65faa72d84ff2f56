import { again } from "./again.ts";

again("scenario-merge-cancel");
