const BITS = 13;
const PAGE = 2 ** BITS;

/** A row of 32-bit numbers that grows without moving, in a quarter of the memory of an array or less. */
export class Words {
  length = 0;
  /** All as long as each other but the first, which may be short. */
  readonly #pages: Int32Array[];

  /** `room` is how many words it will take, more or less. */
  constructor(room = 0) {
    this.#pages = [new Int32Array(Math.max(32, Math.min(PAGE, room)))];
  }

  push(word: number): void {
    const place = this.length++;
    const page = this.#pages[place >> BITS] ?? this.#add();
    if ((place & (PAGE - 1)) >= page.length) this.#widen(word, place);
    else page[place & (PAGE - 1)] = word;
  }

  #add(): Int32Array {
    const page = new Int32Array(PAGE);
    this.#pages.push(page);
    return page;
  }

  /** Makes the first page longer, so that a short row takes little. */
  #widen(word: number, place: number): void {
    const page = new Int32Array(Math.min(PAGE, place * 4));
    page.set(this.#pages[0] ?? page);
    page[place] = word;
    this.#pages[0] = page;
  }

  pop(): number {
    return this.at(--this.length);
  }

  /** The last word. */
  get top(): number {
    return this.at(this.length - 1);
  }

  /** The word at a place; 0 where there is none. */
  at(place: number): number {
    return this.#pages[place >> BITS]?.[place & (PAGE - 1)] ?? 0;
  }

  set(place: number, word: number): void {
    const page = this.#pages[place >> BITS];
    if (page !== undefined) page[place & (PAGE - 1)] = word;
  }

  equals(other: Words): boolean {
    if (this.length !== other.length) return false;
    for (let i = 0; i < this.length; i++) if (this.at(i) !== other.at(i)) return false;
    return true;
  }

  /** Moves the last words, from a place on, to the end of another row. */
  moveTo(other: Words, from: number): void {
    for (let i = from; i < this.length; i++) other.push(this.at(i));
    this.length = from;
  }
}
