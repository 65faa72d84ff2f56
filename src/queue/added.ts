import { type AddedHint, type AddedJob, PRIORITY } from "./add.ts";
import type { Hint, NewJob } from "./job.ts";
import { checkKey } from "./key.ts";

const ISO_DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;

/** A job as it is kept. Throws a RangeError for a key that cannot be. */
export function addedJob({ key, data, priority = "normal" }: NewJob): AddedJob {
  return { key: checkKey(key), job: JSON.stringify(data), priority: PRIORITY[priority] };
}

/** A hint as it is kept. Throws a RangeError for one that cannot be. */
export function addedHint({ key, updatedAt, head }: Hint): AddedHint {
  const updatedMs = ISO_DATE.test(updatedAt) ? Date.parse(updatedAt) : Number.NaN;
  if (Number.isNaN(updatedMs)) throw new RangeError("A hint's updatedAt is a date and time in ISO 8601.");
  if (head !== null && !/^[0-9a-f]{1,64}$/.test(head))
    throw new RangeError("A hint's head is the id of a commit.");
  return { key: checkKey(key), updatedAt, updatedMs, head };
}
