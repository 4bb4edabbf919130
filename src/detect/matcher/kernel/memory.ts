/** Access to arrays in linear memory, by address, without checks. The compiler inlines all of these. */

export function byteAt(array: usize, i: i32): i32 {
  return load<u8>(array + i);
}

export function setByte(array: usize, i: i32, value: i32): void {
  store<u8>(array + i, value);
}

export function shortAt(array: usize, i: i32): i32 {
  return load<u16>(array + ((<usize>i) << 1));
}

export function setShort(array: usize, i: i32, value: i32): void {
  store<u16>(array + ((<usize>i) << 1), value);
}

export function wordAt(array: usize, i: i32): i32 {
  return load<i32>(array + ((<usize>i) << 2));
}

export function setWord(array: usize, i: i32, value: i32): void {
  store<i32>(array + ((<usize>i) << 2), value);
}

export function longAt(array: usize, i: i32): u64 {
  return load<u64>(array + ((<usize>i) << 3));
}

export function setLong(array: usize, i: i32, value: u64): void {
  store<u64>(array + ((<usize>i) << 3), value);
}
