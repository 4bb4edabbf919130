/**
 * Files of a cluster: for each server its configuration, with TLS, users and limits, and units for systemd. Whoever
 * reads them finds all that a server does: nothing listens beyond loopback without users and TLS.
 */
import { randomBytes } from "node:crypto";
import { RingfenceError } from "../../core/errors.ts";
import { isLoopback } from "../../core/http/guard.ts";

/** Which systemd makes. */
export const USUAL_STORE = "/var/lib/nats";

export interface ClusterPlan {
  /** Addresses of the servers: one, or three. */
  readonly hosts: readonly string[];
  readonly stream: string;
  readonly port: number;
  readonly clusterPort: number;
  /** Of the figures of a server: on loopback alone. */
  readonly monitorPort: number;
  /** Folder of certificate, key and authority on each server; null: no TLS. */
  readonly tls: string | null;
  /** Folders on each server: of its store, and of these files. */
  readonly store: string;
  readonly etc: string;
  /** Bytes on disk that a server may take. */
  readonly maxStoreGb: number;
  /** The command that starts ringfence. */
  readonly command: string;
}

export interface ClusterFile {
  readonly name: string;
  readonly text: string;
  /** Whether it holds a password: others must not read it. */
  readonly isSecret: boolean;
}

/** Who may do what. */
const ROLES = ["front", "worker", "reader", "admin"] as const;
type Role = (typeof ROLES)[number];

/** Messages are packs of some hundred kilobytes. */
const MAX_PAYLOAD = 1_048_576;
const MAX_CONNECTIONS = 1024;
/** What is on the disk after a power loss: written out after so long at most. */
const SYNC_INTERVAL = "10s";

/** Throws RingfenceError "usage" for a number of servers that cannot agree, and for addresses without TLS. */
export function clusterFiles(plan: ClusterPlan): ClusterFile[] {
  const { hosts, tls } = plan;
  if (hosts.length !== 1 && hosts.length !== 3) {
    throw new RingfenceError("usage", `expected 1 server or 3, found ${hosts.length}: two cannot outvote each other`);
  }
  if (new Set(hosts).size !== hosts.length && !hosts.every(isLoopback)) {
    throw new RingfenceError("usage", "expected three addresses, found one of them twice");
  }
  const exposed = hosts.find((host) => !isLoopback(host));
  if (exposed !== undefined && tls === null) {
    throw new RingfenceError(
      "usage",
      `${exposed}: others can reach this address, and passwords would pass in the clear: name the folder of the ` +
        "certificates with --tls",
    );
  }
  for (const [name, value] of Object.entries({ ...plan, hosts: hosts.join(" ") })) {
    if (typeof value === "string" && !/^[\w./:@%+, -]*$/.test(value)) {
      throw new RingfenceError(
        "usage",
        `${name}: expected letters, digits and ./:@%+,_-, found ${JSON.stringify(value)}`,
      );
    }
  }
  const passwords = Object.fromEntries(ROLES.map((role) => [role, randomBytes(24).toString("base64url")]));
  const route = randomBytes(24).toString("base64url");
  const secrets = { passwords: passwords as Record<Role, string>, route };
  return [
    ...hosts.map((_, at) => ({ name: `nats-${at + 1}.conf`, text: serverConfig(plan, at, secrets), isSecret: true })),
    ...ROLES.map((role) => ({ name: `${role}.login`, text: `${role} ${passwords[role]}\n`, isSecret: true })),
    { name: "ringfence-nats@.service", text: serverUnit(plan), isSecret: false },
    { name: "ringfence-worker@.service", text: unit(plan, WORKER), isSecret: false },
    { name: "ringfence-front.service", text: unit(plan, FRONT), isSecret: false },
    { name: "README", text: readme(plan), isSecret: false },
  ];
}

interface Secrets {
  readonly passwords: Readonly<Record<Role, string>>;
  readonly route: string;
}

function serverConfig(plan: ClusterPlan, at: number, { passwords, route }: Secrets): string {
  const { hosts, port, clusterPort, monitorPort, store, maxStoreGb, stream } = plan;
  const own = hosts[at]!;
  // Three on one machine, to try it: each needs ports and a store of its own.
  const shift = (host: number): number => (hosts.every(isLoopback) ? host : 0);
  const routes = hosts.map((host, other) => `"nats-route://route:${route}@${host}:${clusterPort + shift(other)}"`);
  const users = ROLES.map((role) => {
    return `    { user: ${role}, password: "${passwords[role]}", permissions: ${permissionsOf(role, stream)} }`;
  });
  return [
    "# Written by ringfence gateway cluster. nats-server -t -c FILE checks it.",
    `server_name: "${stream}-${at + 1}"`,
    `listen: "${own}:${port + shift(at)}"`,
    `http: "127.0.0.1:${monitorPort + shift(at)}"`,
    `max_payload: ${MAX_PAYLOAD}`,
    `max_connections: ${MAX_CONNECTIONS}`,
    "jetstream {",
    `  store_dir: "${store}/${at + 1}"`,
    "  max_memory_store: 64MB",
    `  max_file_store: ${maxStoreGb}GB`,
    `  sync_interval: "${SYNC_INTERVAL}"`,
    "}",
    ...tlsLines(plan, ""),
    "authorization {",
    "  users: [",
    users.join(",\n"),
    "  ]",
    "}",
    ...(hosts.length === 1
      ? []
      : [
          "cluster {",
          `  name: "${stream}"`,
          `  listen: "${own}:${clusterPort + shift(at)}"`,
          `  authorization { user: route, password: "${route}" }`,
          `  routes: [${routes.join(", ")}]`,
          ...tlsLines(plan, "  ", true),
          "}",
        ]),
    "",
  ].join("\n");
}

function tlsLines({ tls }: ClusterPlan, indent: string, isMutual = false): string[] {
  if (tls === null) return [];
  return [
    `${indent}tls {`,
    `${indent}  cert_file: "${tls}/server.crt"`,
    `${indent}  key_file: "${tls}/server.key"`,
    `${indent}  ca_file: "${tls}/ca.crt"`,
    // Servers show each other their certificates; clients show a password.
    ...(isMutual ? [`${indent}  verify: true`] : []),
    `${indent}}`,
  ];
}

/** Of JetStream's interface what each needs: a front publishes events, a worker all but events, a reader reads. */
function permissionsOf(role: Role, stream: string): string {
  const api = "$JS.API";
  const streams = ["events", "verdicts", "complaints", "keys", "blobs"].map((kind) => `${stream}-${kind}`);
  const looks = [
    `${api}.INFO`,
    ...streams.flatMap((one) => [`${api}.STREAM.INFO.${one}`, `${api}.STREAM.MSG.GET.${one}`]),
  ];
  const reads = (one: string): string[] => [
    `${api}.CONSUMER.*.${one}`,
    `${api}.CONSUMER.*.${one}.>`,
    `${api}.CONSUMER.MSG.NEXT.${one}.>`,
    `${api}.DIRECT.GET.${one}`,
    `${api}.DIRECT.GET.${one}.>`,
  ];
  const publishes: Readonly<Record<Role, readonly string[]>> = {
    front: [...looks, `${stream}.events.>`, `${stream}.complaints.>`],
    reader: [...looks, ...reads(`${stream}-verdicts`)],
    worker: [
      ...looks,
      ...streams.flatMap(reads),
      `${api}.STREAM.PURGE.${stream}-events`,
      `${api}.STREAM.PURGE.${stream}-blobs`,
      `${stream}.verdicts.>`,
      `${stream}.beat`,
      `${stream}.keys.>`,
      `${stream}.blobs.>`,
    ],
    admin: [">"],
  };
  const subscribes = role === "admin" ? [">"] : ["_INBOX.>", `${stream}.beat`];
  return `{ publish: ${listOf(publishes[role])}, subscribe: ${listOf(subscribes)} }`;
}

function listOf(subjects: readonly string[]): string {
  return `[${subjects.map((one) => `"${one}"`).join(", ")}]`;
}

function serverUnit({ etc, store }: ClusterPlan): string {
  return `# ringfence-nats@1 is the first server: systemctl enable --now ringfence-nats@1
[Unit]
Description=NATS server %i of a ringfence stream
After=network-online.target
Wants=network-online.target

[Service]
ExecStart=/usr/sbin/nats-server -c ${etc}/nats-%i.conf
ExecReload=/bin/kill -HUP $MAINPID
User=nats
${store === USUAL_STORE ? "StateDirectory=nats\n" : ""}LimitNOFILE=65536
Restart=always
RestartSec=2
NoNewPrivileges=yes
ProtectSystem=strict
ReadWritePaths=${store}
PrivateTmp=yes

[Install]
WantedBy=multi-user.target
`;
}

const WORKER = {
  note: "One for each core to spare: systemctl enable --now ringfence-worker@1 ringfence-worker@2",
  what: "Worker %i",
  verb: "work",
  role: "worker",
} as const;

const FRONT = {
  note: "On loopback, port 4290. For others, add --settings FILE: it names address, tokens and TLS",
  what: "Front by HTTP",
  verb: "front",
  role: "front",
} as const;

/** Of a process that systemd starts again where it ends. */
function unit(plan: ClusterPlan, { note, what, verb, role }: typeof WORKER | typeof FRONT): string {
  const { etc, command, stream } = plan;
  return `# ${note}
[Unit]
Description=${what} of a ringfence stream
After=network-online.target
Wants=network-online.target

[Service]
ExecStart=${command} gateway ${verb} --nats ${urlsOf(plan)} --stream ${stream} --login ${etc}/${role}.login${caOf(plan)}
User=ringfence
Restart=always
RestartSec=2
KillSignal=SIGTERM
TimeoutStopSec=60
NoNewPrivileges=yes
ProtectSystem=strict
PrivateTmp=yes

[Install]
WantedBy=multi-user.target
`;
}

function urlsOf({ hosts, port, tls }: ClusterPlan): string {
  const isLocal = hosts.every(isLoopback);
  return hosts.map((host, at) => `${tls === null ? "nats" : "tls"}://${host}:${port + (isLocal ? at : 0)}`).join(",");
}

function caOf({ tls }: ClusterPlan): string {
  return tls === null ? "" : ` --ca ${tls}/ca.crt`;
}

function readme(plan: ClusterPlan): string {
  const { hosts, etc, tls, store, command, stream } = plan;
  const login = (role: Role): string => `--login ${etc}/${role}.login${caOf(plan)}`;
  const replicas = hosts.length === 1 ? "" : " --replicas 3";
  return `Files for ${hosts.length === 1 ? "one server" : "three servers"} of NATS, and the workers of a ringfence stream.

1. On each server: apt install nats-server, then systemctl disable --now nats-server: the one that Debian starts has
   the same port. Copy these files to ${etc}, readable by user nats alone.
   Its store is ${store}${store === USUAL_STORE ? ": systemd makes it" : ": make it, for user nats, and not below /tmp"}.
2. ${tls === null ? "No TLS was asked for: these servers listen on loopback alone." : `On each server, in ${tls}: server.crt and server.key for its address, and ca.crt.`}
3. On server N: systemctl enable --now ringfence-nats@N
4. Make the stream: ${command} gateway publish /dev/null --partitions 16${replicas} \\
     --nats ${urlsOf(plan)} --stream ${stream} ${login("admin")}
5. On each machine that screens: useradd --system ringfence, worker.login readable by that user, and
   systemctl enable --now ringfence-worker@1 ringfence-worker@2
6. Where events come by HTTP: front.login readable by user ringfence, and systemctl enable --now ringfence-front.
   Its page is http://127.0.0.1:4290/
7. Look at it: ${command} gateway doctor --nats ${urlsOf(plan)} --stream ${stream} ${login("admin")}

A front needs front.login, whoever reads verdicts reader.login. Tables are changed, and complaints gathered, with
admin.login.
`;
}
