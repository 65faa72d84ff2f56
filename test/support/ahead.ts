/**
 * The process's clock, which can be put ahead: what waits for its time then waits no longer. `Date` goes on as
 * ever, some time later; timers and `performance.now` are left alone.
 */

const Real = globalThis.Date;
let ahead = 0;

globalThis.Date = new Proxy(Real, {
  construct: (date, given, target) =>
    Reflect.construct(date, given.length === 0 ? [Real.now() + ahead] : given, target),
  apply: () => new Real(Real.now() + ahead).toString(),
  get: (date, name, receiver) =>
    name === "now" ? () => Real.now() + ahead : Reflect.get(date, name, receiver),
});

/** Puts the clock of this process ahead, for good, by whole milliseconds, since a `Date` knows no others. */
export function skip(milliseconds: number): void {
  ahead += Math.max(0, Math.ceil(milliseconds));
}
