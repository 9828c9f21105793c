const LENGTH_DELIMITED = 2;
const FIXED32 = 5;

/** Writes protobuf messages front to back; nested messages are written by their own writer and appended. */
export class ProtobufWriter {
  readonly #chunks: Uint8Array[] = [];
  #sizeBytes = 0;

  /** A varint field; negative numbers take ten bytes, as protobuf's int64. */
  integer(field: number, value: number | bigint): this {
    this.#varint(BigInt(field) << 3n);
    this.#varint(BigInt.asUintN(64, BigInt(value)));
    return this;
  }

  /** A 32-bit float field. */
  float(field: number, value: number): this {
    this.#varint(BigInt((field << 3) | FIXED32));
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    return this.#append(bytes);
  }

  /** A bytes field; the array is kept, not copied, until {@link finish}. */
  bytes(field: number, value: Uint8Array): this {
    this.#varint(BigInt((field << 3) | LENGTH_DELIMITED));
    this.#varint(BigInt(value.byteLength));
    return this.#append(value);
  }

  /** A UTF-8 string field. */
  string(field: number, value: string): this {
    return this.bytes(field, new TextEncoder().encode(value));
  }

  /** A nested message. */
  message(field: number, nested: ProtobufWriter): this {
    this.#varint(BigInt((field << 3) | LENGTH_DELIMITED));
    this.#varint(BigInt(nested.#sizeBytes));
    for (const chunk of nested.#chunks) this.#append(chunk);
    return this;
  }

  /** The encoded message. */
  finish(): Uint8Array {
    const result = new Uint8Array(this.#sizeBytes);
    let offset = 0;
    for (const chunk of this.#chunks) {
      result.set(chunk, offset);
      offset += chunk.byteLength;
    }
    return result;
  }

  #varint(value: bigint): void {
    const bytes: number[] = [];
    let rest = value;
    while (rest > 0x7fn) {
      bytes.push(Number(rest & 0x7fn) | 0x80);
      rest >>= 7n;
    }
    bytes.push(Number(rest));
    this.#append(Uint8Array.from(bytes));
  }

  #append(bytes: Uint8Array): this {
    this.#chunks.push(bytes);
    this.#sizeBytes += bytes.byteLength;
    return this;
  }
}
