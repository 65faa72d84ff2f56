import { again } from "./again.ts";

again("scenario-threads");
