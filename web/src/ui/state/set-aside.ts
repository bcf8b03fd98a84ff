import type { RecordId } from "../../core/contract.ts";

/** Pages that the person does not want to meet today. Known until the lock, and written nowhere. */
export class SetAside {
  #day = "";
  #records: readonly RecordId[] = [];

  /** Those of this day, as 2026-11-22; what was set aside for another is forgotten. */
  on(day: string): readonly RecordId[] {
    return day === this.#day ? this.#records : [];
  }

  add(day: string, record: RecordId): void {
    this.#records = [...this.on(day), record];
    this.#day = day;
  }

  forget(): void {
    this.#records = [];
  }
}
