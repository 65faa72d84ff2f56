import { again } from "./again.ts";

again("attack-moments");
