import { type DestinationStream, type Logger, pino, stdTimeFunctions } from "pino";
import { isRecord, textAt } from "../../github/payload.ts";
import { logFields } from "./log-fields.ts";
import { masker } from "./secrets.ts";

export const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export type LogOptions = {
  readonly level: LogLevel;
  /** Texts that never appear, whatever they look like. */
  readonly secrets?: readonly string[];
  /** Where the lines go; without it, to standard output, written before the call returns. */
  readonly destination?: DestinationStream;
};

/** A line that is longer keeps only what tells what it is about. */
const LINE = 16_000;

/**
 * The log: one line of JSON an event, with the fields `delivery`, `event`, `pull` and `job` where they apply.
 * Of a field that is an object nothing is written, unless it is an error. So no payload, header or body gets
 * into it; and what looks like a secret is masked wherever it stands.
 */
export function createLog({ level, secrets = [], destination }: LogOptions): Logger {
  const mask = masker(secrets);
  const fields = logFields(mask);
  return pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: fields.plain },
      serializers: { err: fields.error, req: () => undefined, res: () => undefined },
      hooks: {
        logMethod(input, method) {
          method.call(this, ...fields.arguments(input));
        },
        streamWrite: (line) => bounded(mask(line)),
      },
      onChild: (child) => quieten(child),
    },
    destination ?? pino.destination({ dest: 1, sync: true }),
  );
}

/** Octokit's loggers, to which it writes the bodies of requests, and that of Probot's set-up page. */
const CHATTY: readonly unknown[] = ["octokit", "github", "setup"];

/**
 * Has Probot's own loggers say less. `http` would write headers and query strings of every request; we write a
 * line a delivery ourselves.
 */
function quieten(child: Logger): void {
  const { name } = child.bindings();
  if (name === "http") child.level = "silent";
  else if (CHATTY.includes(name) && child.isLevelEnabled("info")) child.level = "warn";
}

function bounded(line: string): string {
  if (line.length <= LINE) return line;
  const fields: unknown = JSON.parse(line);
  if (!isRecord(fields)) return "{}\n";
  const err = { name: textAt(fields, "err", "name"), message: textAt(fields, "err", "message") };
  return `${JSON.stringify({ ...fields, err, cut: true })}\n`;
}
