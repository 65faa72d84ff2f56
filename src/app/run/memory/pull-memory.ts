import { z } from "zod";
import type { JsonObject } from "../../../queue/json.ts";
import { EXPECTED } from "./expected.ts";

const MEMORY = z.object({
  /** What the last writes lead to, and when they were begun, in milliseconds since the epoch. */
  expected: z.array(EXPECTED),
  writtenAt: z.number(),
  /** The pull request's `updatedAt` when it was last looked at to the end. */
  seen: z.string().nullable(),
  /** How many comments its conversation had then: GitHub's times are whole seconds. */
  comments: z.number(),
  /** How many reviews it had; null where that was not counted yet. */
  reviews: z.number().nullable().default(null),
  head: z.string(),
  base: z.string(),
  /** Attributes of the packages that it touches, and whether it touches a file that defines such by hand. */
  attributes: z.array(z.string()),
  overrides: z.boolean(),
  /** The head, and the time by which it had been pushed; null where that was never seen. */
  pushed: z.object({ head: z.string(), by: z.string() }).nullable().default(null),
  /** Whether a merge is to come, of which something may be heard that does not name it, such as CI. */
  waiting: z.boolean().default(false),
  /** Since when GitHub has had nothing left to wait for with a merge that was asked for, and at which head. */
  ready: z.object({ head: z.string(), since: z.number() }).nullable().default(null),
  /** The names of the writes that GitHub did not allow when it was looked at last. */
  refused: z.array(z.string()).default([]),
  /** How often its test merge was waited for, and at which head. */
  looks: z.object({ head: z.string(), count: z.number() }).nullable(),
});

/**
 * What is kept of a pull request between two runs. All of it can be lost without harm but a little: it is
 * there for what GitHub does not tell, or tells late.
 */
export type PullMemory = z.infer<typeof MEMORY>;

export const NO_MEMORY: PullMemory = {
  expected: [],
  writtenAt: 0,
  seen: null,
  comments: 0,
  reviews: null,
  head: "",
  base: "",
  attributes: [],
  overrides: false,
  pushed: null,
  waiting: false,
  ready: null,
  refused: [],
  looks: null,
};

/** The memory that stored data stands for; an empty one for what this version does not understand. */
export function readMemory(data: JsonObject | null): PullMemory {
  return MEMORY.safeParse(data).data ?? NO_MEMORY;
}
