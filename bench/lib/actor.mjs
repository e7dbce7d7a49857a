// Servers and load generators are processes of their own; they are asked over Node's own channel.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const BENCH = new URL('../', import.meta.url);
/** A folder that takes a CPU profile of every process. */
const PROFILES = process.env['BENCH_PROFILES'];

/** Starts `file` of bench/ and resolves when it is ready. `ask(name, ...args)` calls one of its methods. */
export const start = async (file, options = {}) => {
  const child = fork(fileURLToPath(new URL(file, BENCH)), [JSON.stringify(options)], {
    execArgv: ['--expose-gc', ...(PROFILES ? ['--cpu-prof', `--cpu-prof-dir=${PROFILES}`] : [])],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const gone = new Promise((resolve) => child.once('exit', resolve));
  let answered;
  child.on('message', (message) => answered?.(message));
  const next = () =>
    new Promise((resolve, reject) => {
      answered = ({ error, value }) => (error === undefined ? resolve(value) : reject(new Error(error)));
      void gone.then((code) => reject(new Error(`${file} ended with ${code}`)));
    });
  const ready = await next();
  return {
    ready,
    ask(name, ...args) {
      child.send({ name, args });
      return next();
    },
    /** Takes no processor until it is resumed, whatever it has to do. */
    pause: () => child.kill('SIGSTOP'),
    resume: () => child.kill('SIGCONT'),
    async stop() {
      child.kill('SIGCONT');
      // Only who leaves by itself writes its profile.
      if (PROFILES) child.disconnect();
      else child.kill('SIGKILL');
      await gone;
    },
  };
};

/** The other side: `make(options)` resolves with what is ready, and methods. */
export const serve = async (make) => {
  const { ready, ...methods } = await make(JSON.parse(process.argv[2]));
  const own = {
    memory: () => {
      for (let i = 0; i < 3; i++) globalThis.gc();
      return process.memoryUsage();
    },
    cpu: () => process.cpuUsage(),
  };
  // Nobody is left to ask anything.
  process.on('disconnect', () => process.exit());
  process.on('message', ({ name, args }) => {
    Promise.resolve()
      .then(() => (methods[name] ?? own[name])(...args))
      .then(
        (value) => process.send({ value }),
        (error) => process.send({ error: String(error?.stack ?? error) }),
      );
  });
  process.send({ value: ready });
};
