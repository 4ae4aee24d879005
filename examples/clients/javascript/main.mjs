// Calls functions of ../../fan_out.py and ../../jobs.py: npm install && node main.mjs
import { ModalClient } from "modal";

const modal = new ModalClient(); // MODAL_SERVER_URL, MODAL_TOKEN_ID and MODAL_TOKEN_SECRET say where and who

const primes = await modal.functions.fromName("fan-out", "primes");
const parts = Array.from({ length: 20 }, (_, i) => primes.remote([Math.max(2, i * 1_000), (i + 1) * 1_000]));
const counts = await Promise.all(parts);
console.log(`${counts.reduce((sum, count) => sum + count)} primes below 20000`);

const render = await modal.functions.fromName("jobs", "render");
const job = await render.spawn([], { text: "hello" });
console.log(`${job.functionCallId}: ${await job.get()}`);

modal.close();
