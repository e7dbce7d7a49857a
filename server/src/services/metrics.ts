import { Counter, Gauge, Histogram, Registry } from 'prom-client';

const LATENCY = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];
const BATCH = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512];

/** What `GET /metrics` tells of this server, in the format of Prometheus. One registry a server, for tests run several. */
export class Metrics {
  readonly registry = new Registry();
  readonly connections = new Gauge({
    name: 'rxim_connections',
    help: 'Open realtime connections, logged in or not',
    registers: [this.registry],
  });
  readonly sessions = new Gauge({
    name: 'rxim_sessions',
    help: 'Realtime connections that are logged in',
    registers: [this.registry],
  });
  readonly accepted = new Counter({
    name: 'rxim_messages_accepted_total',
    help: 'Messages that were accepted',
    registers: [this.registry],
  });
  readonly refused = new Counter({
    name: 'rxim_messages_refused_total',
    help: 'Messages that were refused, by error code',
    labelNames: ['code'] as const,
    registers: [this.registry],
  });
  readonly batch = new Histogram({
    name: 'rxim_append_batch_size',
    help: 'Messages in one commit',
    buckets: BATCH,
    registers: [this.registry],
  });
  readonly pushes = new Counter({
    name: 'rxim_pushes_total',
    help: 'Notifications for devices, by what became of them',
    labelNames: ['platform', 'outcome'] as const,
    registers: [this.registry],
  });
  readonly latency = new Histogram({
    name: 'rxim_message_seconds',
    help: 'From the arrival of a message to its ack',
    buckets: LATENCY,
    registers: [this.registry],
  });
}
