import type { Stretch } from "./gate.ts";

/** When a process is to be killed. Requests and deliveries are counted from when it serves. */
export type Moment =
  /** So many milliseconds after it was started: in the midst of opening its database, say. */
  | { readonly at: "start"; readonly ms: number }
  /** So many milliseconds after it began to serve. */
  | { readonly at: "time"; readonly ms: number }
  /** With its nth request that reads or that writes, before or after GitHub has done it. */
  | { readonly at: "read" | "write"; readonly nth: number; readonly done: boolean }
  /**
   * With the nth delivery of what a person did, so many milliseconds after it has come that far. `lost`: the App's
   * answer does not get back to GitHub, if it has come to that.
   */
  | {
      readonly at: "delivery";
      readonly nth: number;
      readonly stretch: Stretch;
      readonly ms: number;
      readonly lost: boolean;
    }
  /** When it has done all that there was to do. */
  | { readonly at: "rest" };

/**
 * One process in so many may do all that there is to do. Of jobs whose process died more than eight times in a
 * row the queue takes it that they are the reason.
 */
const REST_EACH = 5;

/** The moment of the kill of this number, counted from 0. */
export function chooseMoment(kill: number, random: () => number): Moment {
  const below = (end: number) => Math.floor(random() * end);
  if (kill % REST_EACH === REST_EACH - 1) return { at: "rest" };
  const kind = random();
  if (kind < 0.08) return { at: "start", ms: below(1500) };
  if (kind < 0.18) return { at: "time", ms: below(800) };
  if (kind < 0.38) return { at: "read", nth: 1 + below(8), done: random() < 0.5 };
  if (kind < 0.7) return { at: "write", nth: 1 + below(12), done: random() < 0.5 };
  const nth = 1 + below(4);
  const stretches: readonly Stretch[] = ["arrives", "is stored", "is stored", "is answered"];
  const stretch = stretches[below(stretches.length)] ?? "is stored";
  const ms = stretch === "is stored" ? below(12) : 0;
  return { at: "delivery", nth, stretch, ms, lost: random() < 0.3 };
}

/** As words after "killed": "with its 3rd write, before it was done". */
export function describeMoment(moment: Moment): string {
  switch (moment.at) {
    case "start":
      return `${moment.ms} ms after its start`;
    case "time":
      return `${moment.ms} ms after it began to serve`;
    case "read":
    case "write":
      return `${moment.done ? "after" : "before"} GitHub had done its ${moment.at} ${moment.nth}`;
    case "delivery":
      return `${moment.ms} ms after delivery ${moment.nth} ${moment.stretch}${moment.lost ? ", any answer lost" : ""}`;
    case "rest":
      return "at rest";
  }
}

/** What waits for the moment to come. */
export type Trap = {
  /** To be told of each request before it is done; says whether the process is killed with it, and when. */
  request(isWrite: boolean): "before" | "after" | null;
  /** To be told of each stretch of the way of a person's delivery. */
  delivery(stretch: Stretch): "lost" | null;
  /** Lets the moment never come. */
  disarm(): void;
};

/** A trap for a process that now begins to serve. */
export function setTrap(moment: Moment, kill: () => void): Trap {
  const timers = new Set<NodeJS.Timeout>();
  let requests = 0;
  let deliveries = 0;
  let sprung = false;

  function spring(ms: number): void {
    sprung = true;
    if (ms === 0) kill();
    else timers.add(setTimeout(kill, ms));
  }

  if (moment.at === "time") spring(moment.ms);
  return {
    request(isWrite) {
      if (sprung || (moment.at !== "read" && moment.at !== "write")) return null;
      if (isWrite !== (moment.at === "write")) return null;
      requests += 1;
      if (requests < moment.nth) return null;
      spring(0);
      return moment.done ? "after" : "before";
    },
    delivery(stretch) {
      if (moment.at !== "delivery") return null;
      if (sprung) return moment.lost ? "lost" : null;
      if (stretch !== moment.stretch) return null;
      deliveries += 1;
      if (deliveries < moment.nth) return null;
      spring(moment.ms);
      return moment.lost ? "lost" : null;
    },
    disarm() {
      sprung = true;
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
