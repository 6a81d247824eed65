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

/**
 * x_t into `xt` as numbers.
 * @param {Float32Array} xt of the picture's length
 * @param {Picture} picture @param {Noise} noise @param {Coefficients} coefficients @param {number} t
 */
export function blend(xt, picture, noise, coefficients, t) {
  const { pixels, scale, shift } = picture;
  const a = coefficients.signal[t];
  const b = coefficients.sigma[t];
  const pool = noise.pool;
  let at = noise.offset ? noise.offset[t] : 0;
  for (let i = 0; i < pixels.length; i++) {
    xt[i] = a * (scale * pixels[i] + shift) + b * pool[at];
    if (++at === pool.length) at = 0;
  }
}

/** Numbers as pixels: −span … span becomes black … white, clipped; grey (1) or colour (3 channels). */
export function shade(rgba, values, channels, span = 1) {
  const gain = 127.5 / span;
  const bytes = new Uint8ClampedArray(rgba.buffer, rgba.byteOffset, rgba.byteLength);
  for (let i = 0, o = 0; i < values.length; i += channels, o += 4) {
    bytes[o] = values[i] * gain + 127.5; // the clamped array clips and rounds
    bytes[o + 1] = channels === 1 ? bytes[o] : values[i + 1] * gain + 127.5;
    bytes[o + 2] = channels === 1 ? bytes[o] : values[i + 2] * gain + 127.5;
    bytes[o + 3] = 255;
  }
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
