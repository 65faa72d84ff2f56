import { again } from "./again.ts";

again("scenario-near-misses");
