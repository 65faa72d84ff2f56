import { afterAll, beforeAll, describe } from "vitest";
import { STAGE_VARIABLE } from "../app/bot.ts";

/**
 * Scenarios of the App once more, with the Action in its place: those in which it could come to something else, since it
 * remembers nothing and each event starts it anew. Who may merge, and how, is decided from the same facts by the same
 * code. They are loaded by an address of their own, since what a module declares it declares once.
 */
export function again(scenarios: string): void {
  describe("with the Action", async () => {
    let former: string | undefined;
    beforeAll(() => {
      former = process.env[STAGE_VARIABLE];
      process.env[STAGE_VARIABLE] = "action";
    });
    afterAll(() => {
      if (former === undefined) delete process.env[STAGE_VARIABLE];
      else process.env[STAGE_VARIABLE] = former;
    });
    await import(`../app/${scenarios}.test.ts?action`);
  });
}
