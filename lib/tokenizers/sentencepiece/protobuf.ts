import { encodeUtf8 } from "../bytes/utf8.ts";

/** One field of a protocol buffer message: its number, and what it holds. */
export type Field = {
  readonly number: number;
  /** Where the field begins in the file. */
  readonly at: number;
} & (
  | { readonly wire: "varint"; readonly value: bigint }
  | { readonly wire: "fixed64" | "fixed32" | "bytes"; readonly bytes: Uint8Array; readonly from: number }
);

const wireNames = ["varint", "fixed64", "bytes", "", "", "fixed32"] as const;

/**
 * Reads the fields of a message in protocol buffers' wire format. Every length is checked before it is believed.
 *
 * @param from where the message begins in the file, for the errors.
 * @throws Error that names the byte where the message is cut short or is no message.
 */
export function* readFields(bytes: Uint8Array, from = 0): Generator<Field> {
  let at = 0;

  function fault(where: number, state: string): Error {
    return new Error(`Cannot read the message: at byte ${from + where} ${state}`);
  }

  function varint(): bigint {
    const start = at;
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at++];
      if (byte === undefined) throw fault(start, "a number is cut short");
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw fault(start, "a number has more than ten bytes");
  }

  function take(length: number, what: string): { bytes: Uint8Array; from: number } {
    if (length > bytes.length - at) {
      throw fault(at, `${what} should have ${length} bytes, but ${bytes.length - at} are left`);
    }
    at += length;
    return { bytes: bytes.subarray(at - length, at), from: from + at - length };
  }

  while (at < bytes.length) {
    const start = at;
    const key = varint();
    const number = Number(key >> 3n);
    const wire = wireNames[Number(key & 7n)] ?? "";
    if (number < 1 || number > 0x1fffffff) throw fault(start, `a field has the number ${number}`);
    const field = { number, at: from + start };
    if (wire === "varint") yield { ...field, wire, value: varint() };
    else if (wire === "bytes") yield { ...field, wire, ...take(Number(varint()), `field ${number}`) };
    else if (wire === "fixed32") yield { ...field, wire, ...take(4, `field ${number}`) };
    else if (wire === "fixed64") yield { ...field, wire, ...take(8, `field ${number}`) };
    else throw fault(start, `field ${number} has the wire type ${key & 7n}, which is none of 0, 1, 2 and 5`);
  }
}

/** Reads what a field should hold, or throws an error that names it. */
export const fieldValue = {
  text(field: Field, name: string): string {
    const { bytes } = fieldValue.message(field, name);
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      throw new Error(`Cannot read ${name} at byte ${field.at}: it is not valid UTF-8`);
    }
  },
  message(field: Field, name: string): { bytes: Uint8Array; from: number } {
    if (field.wire !== "bytes") throw wrongWire(field, name, "bytes");
    return field;
  },
  integer(field: Field, name: string): number {
    if (field.wire !== "varint") throw wrongWire(field, name, "varint");
    return Number(BigInt.asIntN(32, field.value));
  },
  flag(field: Field, name: string): boolean {
    if (field.wire !== "varint") throw wrongWire(field, name, "varint");
    return field.value !== 0n;
  },
  float(field: Field, name: string): number {
    if (field.wire !== "fixed32") throw wrongWire(field, name, "fixed32");
    return new DataView(field.bytes.buffer, field.bytes.byteOffset, 4).getFloat32(0, true);
  },
};

function wrongWire(field: Field, name: string, expected: string): Error {
  return new Error(
    `Cannot read ${name} at byte ${field.at}: it is written as ${field.wire}, and should be ${expected}`,
  );
}

/** Collects the fields of a message. */
export interface MessageWriter {
  text(number: number, value: string): void;
  bytes(number: number, value: Uint8Array): void;
  integer(number: number, value: number): void;
  flag(number: number, value: boolean): void;
  float(number: number, value: number): void;
  toBytes(): Uint8Array;
}

/** Begins to write a message. */
export function writeMessage(): MessageWriter {
  const parts: Uint8Array[] = [];

  function varint(value: bigint): void {
    const bytes: number[] = [];
    let rest = BigInt.asUintN(64, value);
    for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
    bytes.push(Number(rest));
    parts.push(Uint8Array.from(bytes));
  }

  function key(number: number, wire: number): void {
    varint(BigInt(number * 8 + wire));
  }

  function bytes(number: number, value: Uint8Array): void {
    key(number, 2);
    varint(BigInt(value.length));
    parts.push(value);
  }

  function integer(number: number, value: number): void {
    key(number, 0);
    varint(BigInt(value));
  }

  return {
    text: (number, value) => bytes(number, encodeUtf8(value)),
    bytes,
    integer,
    flag: (number, value) => integer(number, value ? 1 : 0),
    float: (number, value) => {
      key(number, 5);
      const four = new Uint8Array(4);
      new DataView(four.buffer).setFloat32(0, value, true);
      parts.push(four);
    },
    toBytes: () => joinBytes(parts),
  };
}

function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
