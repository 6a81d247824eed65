// Arrays as Python packs them (`kit/pack.py`, Plotly's own typed-array form plus half floats).

/** @typedef {{bdata: string, dtype: string, shape?: string}} Packed */

const TYPES = {
  f8: Float64Array,
  f4: Float32Array,
  u1: Uint8Array,
  u1c: Uint8ClampedArray,
  u2: Uint16Array,
  i4: Int32Array,
};

/** @type {Float32Array | undefined} */
let halves;

/** All 65,536 half floats, so that decoding is one look-up per number. */
function halfTable() {
  const table = new Float32Array(65536);
  for (let bits = 0; bits < 65536; bits++) {
    const exponent = (bits >> 10) & 31;
    const fraction = bits & 1023;
    const sign = bits & 32768 ? -1 : 1;
    if (exponent === 0) table[bits] = sign * fraction * 2 ** -24;
    else if (exponent === 31) table[bits] = fraction ? NaN : sign * Infinity;
    else table[bits] = sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  }
  return table;
}

/** @param {any} value @returns {value is Packed} */
function isPacked(value) {
  return value !== null && typeof value === "object" && typeof value.bdata === "string";
}

/** @param {string} text @returns {Uint8Array} */
function fromBase64(text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text); // ten times as fast, in browsers from 2025 on
  const letters = atob(text);
  const bytes = new Uint8Array(letters.length);
  for (let i = 0; i < letters.length; i++) bytes[i] = letters.charCodeAt(i);
  return bytes;
}

/** The numbers of one packed array, row after row. @param {Packed} packed */
export function unpack(packed) {
  const bytes = fromBase64(packed.bdata);
  if (packed.dtype === "f2") {
    halves ??= halfTable();
    const bits = new Uint16Array(bytes.buffer);
    const numbers = new Float32Array(bits.length);
    for (let i = 0; i < bits.length; i++) numbers[i] = halves[bits[i]]; // a twelfth of the time of `from`
    return numbers;
  }
  const type = TYPES[packed.dtype];
  if (!type) throw new Error(`unknown dtype ${packed.dtype}`);
  return new type(bytes.buffer);
}

/** Numbers as Python would have packed them. @param {ArrayLike<number>} array @param {number[]} shape */
export function pack(array, shape, dtype = "u1") {
  const bytes = new Uint8Array(TYPES[dtype].from(array).buffer);
  return { bdata: toBase64(bytes), dtype, shape: shape.join(",") };
}

/** @param {Uint8Array} bytes */
export function toBase64(bytes) {
  let letters = "";
  for (let i = 0; i < bytes.length; i += 8192) letters += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(letters);
}

/** The shape of a packed array. @param {Packed} packed @returns {number[]} */
function shapeOf(packed) {
  return (packed.shape ?? "").split(",").filter(Boolean).map(Number);
}

/** Every packed array inside a value unpacked, what a key ending in "figure" holds left to Plotly. */
export function unpackAll(value) {
  if (isPacked(value)) return Object.assign(unpack(value), { shape: shapeOf(value) });
  if (Array.isArray(value)) return value.map(unpackAll);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, key.endsWith("figure") ? part : unpackAll(part)]),
  );
}
