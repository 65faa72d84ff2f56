import { serveJobs } from "./serve-jobs.ts";

// What a worker process runs.
serveJobs();
