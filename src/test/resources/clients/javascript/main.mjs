// Prints the answer of each case as a line of JSON.
import { ModalClient } from "modal";

const modal = new ModalClient();
const app = "other-languages";
const named = (name) => modal.functions.fromName(app, name);
const remote = async (name, args, kwargs) => (await named(name)).remote(args, kwargs);
const spawn = async (name, args) => (await named(name)).spawn(args);
const instance = async (name, parameters) => (await modal.cls.fromName(app, name)).instance(parameters);
const greet = async (parameters) => (await instance("Greeting", parameters)).method("of").remote(["you"]);

async function withQueue(use) {
  const queue = await modal.queues.ephemeral();
  try {
    return await use(queue);
  } finally {
    queue.closeEphemeral();
  }
}

async function collected(values) {
  const all = [];
  for await (const value of values) all.push(value);
  return all;
}

const cases = {
  remote: () => remote("add", [1, 2]),
  "keyword arguments": () => remote("add", [1], { y: 4 }),
  values: () => remote("echo", [[null, true, 1.5, "text", { a: [1, -2] }]]),
  bytes: () => remote("describe", [new TextEncoder().encode("hi")]),
  time: () => remote("describe", [new Date(86_400_000)]),
  "many at once": async () => {
    const add = await named("add");
    const sums = await Promise.all(Array.from({ length: 50 }, (_, i) => add.remote([i, i])));
    return sums.reduce((x, y) => x + y);
  },
  exception: () => remote("fail", [1]),
  timeout: () => remote("outlast"),
  "large arguments": () => remote("length", ["x".repeat(3_000_000)]),
  "large result": async () => (await remote("repeat", ["x", 6_000_000])).length,
  spawn: async () => {
    const call = await spawn("add", [1, 10]);
    const again = await modal.functionCalls.fromId(call.functionCallId);
    return [await call.get(), await call.get(), await again.get()];
  },
  "large arguments of spawn": async () => (await spawn("length", ["x".repeat(20_000)])).get(),
  "get with timeout": async () => {
    const call = await spawn("endure");
    try {
      return await call.get({ timeoutMs: 100 });
    } finally {
      await call.cancel();
    }
  },
  cancel: async () => {
    const call = await spawn("endure");
    await call.cancel();
    return call.get();
  },
  "unknown call": () => modal.functionCalls.fromId("fc-unknown"),
  "unknown function": () => named("unknown"),
  "function by id": async () => (await modal.functions.fromId((await named("add")).functionId)).remote([2, 3]),
  "function with a URL": () => remote("page"),
  "URL of a function": async () => (await named("page")).getWebUrl(),
  statistics: async () => (await (await named("add")).getCurrentStats()).backlog,
  autoscaler: async () => (await (await named("repeat")).updateAutoscaler({ maxContainers: 3 })).maxContainers,
  logs: async () => {
    const say = await named("say");
    await say.remote(["said in JavaScript"]);
    for (const deadline = Date.now() + 10_000; Date.now() < deadline; ) {
      const entries = await collected(say.logs.tail());
      if (entries.some((entry) => entry.message.includes("said in JavaScript"))) return true;
    }
    return false;
  },
  method: async () => (await instance("Model")).method("predict").remote([5]),
  "method of an instance": () => greet({ greeting: "hello" }),
  "method of another instance": () =>
    greet({ greeting: "hello", times: 2, loud: true, salt: new TextEncoder().encode("!") }),
  "spawn of a method": async () => (await (await instance("Model")).method("predict").spawn([7])).get(),
  queue: () =>
    withQueue(async (queue) => {
      await queue.put({ number: 1 });
      await queue.putMany(["two", [3, 4.5, true]]);
      return [await queue.len(), await queue.get(), await queue.getMany(5)];
    }),
  "queue partitions": () =>
    withQueue(async (queue) => {
      await queue.put("x", { partition: "p" });
      await queue.put("y");
      return [await queue.len(), await queue.len({ total: true }), await queue.get({ partition: "p" })];
    }),
  "queue iterate": () =>
    withQueue(async (queue) => {
      await queue.putMany([1, 2, 3]);
      return [await collected(queue.iterate()), await queue.len()];
    }),
  "queue clear": () =>
    withQueue(async (queue) => {
      await queue.putMany([1, 2, 3]);
      await queue.clear();
      return queue.len();
    }),
  "queue timeout": () => withQueue((queue) => queue.get({ timeoutMs: 100 })),
  "queue full": () =>
    withQueue(async (queue) => {
      await queue.putMany(Array(5_000).fill(0));
      await queue.put(1, { timeoutMs: 100 });
    }),
  "queue with Python": async () => {
    const name = `jobs-${process.pid}`;
    const queue = await modal.queues.fromName(name, { createIfMissing: true });
    await queue.put({ job: [1, "two", true] });
    const taken = await remote("forward", [name, "done"]);
    const done = await queue.get({ partition: "done" });
    await modal.queues.delete(name);
    return [taken, done];
  },
  "unknown queue": () => modal.queues.fromName("unknown"),
  "unknown secret": () => modal.secrets.fromName("unknown"),
  volume: async () => {
    await modal.volumes.fromName("by-javascript", { createIfMissing: true });
    await modal.volumes.delete("by-javascript");
    return modal.volumes.fromName("by-javascript");
  },
  app: async () => {
    const info = await (await modal.apps.fromName(app)).info();
    return [info.lifecycle.state, "add" in info.functions];
  },
  "unknown app": () => modal.apps.fromName("unknown"),
  "app without functions": () => modal.apps.fromName("new", { createIfMissing: true }),
  "apps of an environment": async () => {
    const environment = await modal.environments.fromName("main");
    return (await collected(environment.apps.list())).some((each) => each.name === app);
  },
  environments: async () => (await collected(modal.environments.objects.list())).some((each) => each.name === "main"),
};

for (const [name, run] of Object.entries(cases)) {
  const answer = await run().catch((error) => `${error.name}: ${error.message}`);
  console.log(JSON.stringify({ case: name, answer: answer ?? null }));
}
modal.close();
