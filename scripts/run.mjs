import { spawn } from 'node:child_process';

/** Runs a command to its end; resolves with its exit code and what it printed. `echo`: 'errors' shows its stderr at once. */
export const run = (command, args, { echo, ...options } = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output += chunk;
        if (echo === 'errors' && stream === child.stderr) process.stderr.write(chunk);
      });
    }
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
