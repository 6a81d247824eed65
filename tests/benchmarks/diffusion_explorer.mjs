// Training steps per second of Diffusion Explorer's diffusion model, rebuilt from a reading of its published code.
//
//   npm install @tensorflow/tfjs@4.22.0 && node diffusion_explorer.mjs [points] [backend]
//
// Its step (github.com/helblazer811/Diffusion-Explorer, packages/diffusion): the simple network, three hidden layers
// with ELU on (x, y, t/T), 128 units by default; Adam at 1e-4; the loss is read back in every step.

import * as tf from "@tensorflow/tfjs";

const points = Number(process.argv[2] ?? 256);
const backend = process.argv[3] ?? "cpu";
const [T, SECONDS, UNITS] = [1000, 4, Number(process.argv[4] ?? 128)];
if (backend === "wasm") await import("@tensorflow/tfjs-backend-wasm");
await tf.setBackend(backend);
await tf.ready();

const network = tf.sequential();
for (const shape of [{ inputShape: [3] }, {}, {}]) {
  network.add(tf.layers.dense({ units: UNITS, activation: "elu", ...shape }));
}
network.add(tf.layers.dense({ units: 2 }));
const beta = Array.from({ length: T }, (_, i) => 1e-4 + ((2e-2 - 1e-4) * i) / (T - 1));
let bar = 1;
const bars = tf.tensor1d(beta.map((b) => (bar *= 1 - b)));
const [signal, sigma] = [tf.sqrt(bars), tf.sqrt(tf.sub(1, bars))];
const data = tf.randomNormal([2000, 2]);
const adam = tf.train.adam(1e-4);

/** One step on a batch. */
function step() {
  return tf.tidy(() => {
    const x0 = tf.gather(data, tf.randomUniform([points], 0, 2000, "int32"));
    const noise = tf.randomNormal([points, 2]);
    const t = tf.randomUniform([points], 0, T, "int32");
    const column = (table) => tf.gather(table, t).expandDims(1);
    const xt = x0.mul(column(signal)).add(noise.mul(column(sigma)));
    const input = tf.concat([xt, t.expandDims(1).div(T)], 1);
    return adam.minimize(() => tf.losses.meanSquaredError(noise, network.predict(input)), true).dataSync()[0];
  });
}

for (let i = 0; i < 3; i++) step();
const cpu = () => process.cpuUsage().user / 1e6;
const begun = cpu();
let steps = 0;
while (cpu() - begun < SECONDS) {
  step();
  steps++;
}
console.log((steps / (cpu() - begun)).toFixed(1));
