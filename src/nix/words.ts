/** A row of 32-bit numbers that grows, in a quarter of the memory of an array or less. */
export class Words {
  length = 0;
  #items: Int32Array = new Int32Array(16);

  push(word: number): void {
    if (this.length === this.#items.length) {
      const items = new Int32Array(this.length * 2);
      items.set(this.#items);
      this.#items = items;
    }
    this.#items[this.length++] = word;
  }

  pop(): number {
    return this.#items[--this.length] ?? 0;
  }

  /** The word at a place; 0 where there is none. */
  at(place: number): number {
    return this.#items[place] ?? 0;
  }

  set(place: number, word: number): void {
    this.#items[place] = word;
  }

  /** Moves the last words, from a place on, to the end of another row. */
  moveTo(other: Words, from: number): void {
    for (let i = from; i < this.length; i++) other.push(this.at(i));
    this.length = from;
  }
}
