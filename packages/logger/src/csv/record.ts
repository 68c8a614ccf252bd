const QUOTE = 0x22;
const NEWLINE = 0x0a;

/** Finds where the records of a CSV file end, chunk by chunk: at each newline that is not within quotes. */
export class RecordEnds {
  // A doubled quote closes and opens again, so that to count quotes is enough.
  #quoted = false;

  /** Calls back with the place, in this chunk, of each newline that ends a record. */
  hear(chunk: Uint8Array, ended: (at: number) => void): void {
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at];
      if (byte === QUOTE) this.#quoted = !this.#quoted;
      else if (byte === NEWLINE && !this.#quoted) ended(at);
    }
  }
}

/** The fields of one record, without its newline. */
export function fieldsOf(record: string): string[] {
  const fields = record.match(/(?<=^|,)(?:"(?:[^"]|"")*"|[^,]*)/g) ?? [];
  return fields.map((field) => (field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field));
}
