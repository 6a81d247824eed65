// x_t painted from what Python supplied: signal[t] · x_0 + sigma[t] · ε, and nothing else.

/**
 * @typedef {{pixels: Uint8Array & {shape: number[]}, scale: number, shift: number}} Picture
 * @typedef {{pool: Float32Array, count: number, offset: Int32Array | null}} Noise
 * @typedef {{signal: ArrayLike<number>, sigma: ArrayLike<number>}} Coefficients
 */

/** True once the three answers belong together: the noise was made for a picture of this size. */
export function fits(picture, noise, coefficients, t) {
  return Boolean(
    picture && noise && coefficients &&
      noise.count === picture.pixels.length && t < coefficients.signal.length,
  );
}

/** @type {WeakMap<Picture, Float32Array>} */
const scaled = new WeakMap();

/** x_0 as numbers, made once a picture. @param {Picture} picture */
export function x0Of(picture) {
  if (!scaled.has(picture)) {
    scaled.set(picture, Float32Array.from(picture.pixels, (v) => picture.scale * v + picture.shift));
  }
  return scaled.get(picture);
}

/**
 * x_t into `xt` as numbers.
 * @param {Float32Array} xt of the picture's length
 * @param {Picture} picture @param {Noise} noise @param {Coefficients} coefficients @param {number} t
 */
export function blend(xt, picture, noise, coefficients, t) {
  const x0 = x0Of(picture);
  const a = coefficients.signal[t];
  const b = coefficients.sigma[t];
  const pool = noise.pool;
  const length = x0.length;
  for (let i = 0, from = noise.offset ? noise.offset[t] : 0; i < length; from = 0) {
    const end = Math.min(length, i + pool.length - from); // up to where the pool starts again
    for (let at = from; i < end; i++, at++) xt[i] = a * x0[i] + b * pool[at];
  }
}

/** Numbers as pixels: −span … span becomes black … white, clipped; grey (1) or colour (3 channels). */
export function shade(rgba, values, channels, span = 1) {
  const gain = 127.5 / span;
  const words = new Uint32Array(rgba.buffer, rgba.byteOffset, rgba.byteLength / 4); // A B G R
  const length = words.length;
  if (channels === 1) {
    for (let i = 0; i < length; i++) words[i] = 0xff000000 | (byte(values[i], gain) * 0x010101);
    return;
  }
  for (let i = 0, o = 0; i < length; i++, o += 3) {
    const green = byte(values[o + 1], gain);
    words[i] = 0xff000000 | (byte(values[o + 2], gain) << 16) | (green << 8) | byte(values[o], gain);
  }
}

function byte(value, gain) {
  const level = value * gain + 128; // 127.5 to the middle, 0.5 to round
  return level <= 0 ? 0 : level >= 255 ? 255 : level | 0;
}

/** A canvas that shows numbers at their own resolution; the style sheet scales it up. */
export class Screen {
  constructor(canvas) {
    this.canvas = canvas;
    this.context = canvas.getContext("2d");
    this.image = null;
  }

  /** @param {Float32Array} values @param {number[]} shape (height, width, channels) */
  show(values, [height, width, channels], span) {
    if (!this.image || this.canvas.width !== width || this.canvas.height !== height) {
      Object.assign(this.canvas, { width, height });
      this.image = this.context.createImageData(width, height);
    }
    shade(this.image.data, values, channels, span);
    this.context.putImageData(this.image, 0, 0);
  }
}
