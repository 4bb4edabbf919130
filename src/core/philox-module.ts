/**
 * Philox4x32-10 as a WebAssembly module, assembled here: a round needs the 64-bit product of two 32-bit words, which
 * WebAssembly has as one instruction and JavaScript makes of five multiplications. A draw takes a third of the time.
 *
 *     round   (a, b, c, d) -> (high(c * M1) ^ b ^ k0, low(c * M1), high(a * M0) ^ d ^ k1, low(a * M0))
 *             (k0, k1)     -> (k0 + W0, k1 + W1)
 */
import { compileWasm, instantiateWasm } from "./web-assembly.ts";

const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const WEYL_0 = 0x9e3779b9;
const WEYL_1 = 0xbb67ae85;
const ROUNDS = 10;

// Instructions, by their names in the WebAssembly specification.
const LOCAL_GET = 0x20;
const LOCAL_SET = 0x21;
const I32_STORE = 0x36;
const I32_CONST = 0x41;
const I64_CONST = 0x42;
const I32_ADD = 0x6a;
const I32_XOR = 0x73;
const I64_MUL = 0x7e;
const I64_SHR_U = 0x88;
const I32_WRAP_I64 = 0xa7;
const I64_EXTEND_I32_U = 0xad;
const END = 0x0b;

/** "\0asm", version 1. */
const HEADER = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const I32 = 0x7f;
const I64 = 0x7e;
const FUNCTION_TYPE = 0x60;
const EXPORT_FUNCTION = 0;
const EXPORT_MEMORY = 2;

/**
 * The locals of the function: its parameters, the counter's four words and the key's two, then the two products of a
 * round.
 */
const [A, B, C, D, K0, K1, PRODUCT_A, PRODUCT_C] = [0, 1, 2, 3, 4, 5, 6, 7] as const;
const WORDS = [A, B, C, D];

export interface Philox {
  /** Writes four words to the first 16 bytes of `memory`. All are signed 32-bit integers. */
  readonly draw: (c0: number, c1: number, c2: number, c3: number, key0: number, key1: number) => void;
  readonly memory: { readonly buffer: ArrayBuffer };
}

/** An instance with memory of its own. Under a millisecond. */
export function instantiatePhilox(): Philox {
  return instantiateWasm(compileWasm<Philox>(Uint8Array.from(assemble())));
}

function assemble(): number[] {
  const type = [FUNCTION_TYPE, ...list(Array.from({ length: 6 }, () => [I32])), ...list([])];
  const locals = list([[2, I64]]);
  const body = [...locals, ...Array.from({ length: ROUNDS }, (_, round) => assembleRound(round)).flat()];
  for (const word of WORDS) body.push(I32_CONST, 0, LOCAL_GET, word, I32_STORE, 2, word * 4);
  body.push(END);
  return [
    ...HEADER,
    ...section(1, [type]),
    ...section(3, [[0]]),
    ...section(5, [[0, 1]]),
    ...section(7, [
      [...name("draw"), EXPORT_FUNCTION, 0],
      [...name("memory"), EXPORT_MEMORY, 0],
    ]),
    ...section(10, [[...unsigned(body.length), ...body]]),
  ];
}

function assembleRound(round: number): number[] {
  return [
    ...product(A, MULTIPLIER_0, PRODUCT_A),
    ...product(C, MULTIPLIER_1, PRODUCT_C),
    ...mixHigh(PRODUCT_C, B, K0, Math.imul(WEYL_0, round), A),
    ...low(PRODUCT_C, B),
    ...mixHigh(PRODUCT_A, D, K1, Math.imul(WEYL_1, round), C),
    ...low(PRODUCT_A, D),
  ];
}

function product(word: number, multiplier: number, into: number): number[] {
  return [LOCAL_GET, word, I64_EXTEND_I32_U, I64_CONST, ...signed(multiplier), I64_MUL, LOCAL_SET, into];
}

/** into = high(product) ^ word ^ (key + step) */
function mixHigh(of: number, word: number, key: number, step: number, into: number): number[] {
  const high = [LOCAL_GET, of, I64_CONST, 32, I64_SHR_U, I32_WRAP_I64];
  const roundKey = [LOCAL_GET, key, I32_CONST, ...signed(step), I32_ADD];
  return [...high, LOCAL_GET, word, I32_XOR, ...roundKey, I32_XOR, LOCAL_SET, into];
}

function low(of: number, into: number): number[] {
  return [LOCAL_GET, of, I32_WRAP_I64, LOCAL_SET, into];
}

function section(id: number, items: readonly (readonly number[])[]): number[] {
  const content = list(items);
  return [id, ...unsigned(content.length), ...content];
}

function list(items: readonly (readonly number[])[]): number[] {
  return [...unsigned(items.length), ...items.flat()];
}

function name(letters: string): number[] {
  return list(Array.from(letters, (letter) => [letter.charCodeAt(0)]));
}

/** LEB128: seven bits a byte, the lowest first, and a bit that says whether more follow. */
function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...unsigned(Math.floor(value / 128))];
}

/** The same in two's complement: the last byte's highest bit is the sign. */
function signed(value: number): number[] {
  if (value >= -64 && value < 64) return [value & 127];
  return [(value & 127) | 128, ...signed(Math.floor(value / 128))];
}
