import { parseArgs } from "node:util";
import { paintFor } from "../src/cli/paint.ts";
import { play } from "./demo/play.ts";
import type { Screen } from "./demo/show.ts";
import { openStage, type Stage } from "./demo/stage.ts";
import { tellStory } from "./demo/story.ts";

const usage = `npm run demo [-- options]

Starts a simulated GitHub and the bot, opens some pull requests, and shows what becomes of them.

  --serve               stays up afterwards, to be looked at in a browser
  --port <number>       where the browser finds it; by default any port that is free
  --patience <seconds>  the longest wait for anything; by default 30
  --help                this text
`;

type Options = { readonly serve: boolean; readonly port: number; readonly patience: number };

/** What the command line asks for; the text to print where it asks for no more, or is wrong. */
function readOptions(): Options | { readonly text: string; readonly status: number } {
  try {
    const { values } = parseArgs({
      options: {
        serve: { type: "boolean", default: false },
        port: { type: "string", default: "0" },
        patience: { type: "string", default: "30" },
        help: { type: "boolean", default: false },
      },
    });
    if (values.help) return { text: usage, status: 0 };
    const [port, patience] = [Number(values.port), Number(values.patience)];
    const isRight = Number.isInteger(port) && port >= 0 && port <= 65_535 && patience >= 0;
    return isRight ? { serve: values.serve, port, patience } : { text: usage, status: 2 };
  } catch (error) {
    return { text: `${reasonOf(error)}\n\n${usage}`, status: 2 };
  }
}

async function main({ serve, port, patience }: Options): Promise<number> {
  const stopping = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stopping.abort());
  // Nobody reads on, as when the output is piped into `head`.
  process.stdout.on("error", () => stopping.abort());
  const screen = terminal();
  screen.print("Starting a simulated GitHub and the bot …");
  let stage: Stage | null = null;
  try {
    const opened = await openStage(port);
    stage = opened;
    const status = await play({
      screen,
      stop: stopping.signal,
      serve,
      url: opened.pages.url,
      ended: opened.bot.ended,
      tell: () => tellStory(opened, screen, { patience: patience * 1000, onlookers: serve }),
    });
    await stage.close({ keepLog: false });
    return status;
  } catch (error) {
    process.stderr.write(`\nThe demonstration failed: ${reasonOf(error)}\n`);
    if (stage === null) return 1;
    process.stderr.write(`The log of the bot is ${stage.logFile}\n`);
    await stage.close({ keepLog: true });
    return 1;
  }
}

function terminal(): Screen {
  const { stdout } = process;
  return {
    paint: paintFor(stdout.isTTY === true && stdout.hasColors()),
    width: Math.min(Math.max(stdout.columns ?? 90, 60), 100),
    print: (line) => stdout.write(`${line}\n`),
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

const options = readOptions();
if ("text" in options) {
  process.stdout.write(options.text);
  process.exitCode = options.status;
} else {
  // A wait that was given up may have a timer left.
  process.exit(await main(options));
}
