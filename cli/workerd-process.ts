import { createWriteStream, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import workerd from "workerd";
import { ASSETS_SERVICE, PAGES_DIRECTORY, WORKER_DIRECTORY } from "./build-product.ts";
import type { EmbeddedSecrets } from "./embedded-secrets.ts";
import type { GatewayProcess } from "./gateway-process.ts";
import { projectSettings } from "./project-settings.ts";
import type { StartOptions } from "./start-options.ts";
import { SupervisedProcess } from "./supervised-process.ts";
import { isWorthShowing } from "./worker-log.ts";
import { workerdConfig } from "./workerd-config.ts";

const HEALTHY_TIMEOUT_MS = 30_000;
const POLL_MS = 50;

/** Runs the bundle under plain workerd, as a container does. The model may be another project's than the build's own. */
export function startWorkerd(parts: {
	readonly options: StartOptions;
	readonly secrets: EmbeddedSecrets;
	readonly gateway: GatewayProcess;
	readonly model: string;
	/** What trains meanwhile, so that a training keeps nobody waiting. */
	readonly training: { readonly url: string; readonly token: string };
	readonly report: (message: string) => void;
	/** Called with the process id after each start. */
	readonly onStart: (pid: number) => void;
	/** Called when it ends before it ever answered. */
	readonly onEarlyEnd: (reason: string) => void;
}): SupervisedProcess {
	const { options, report, onStart, onEarlyEnd } = parts;
	const env = workerEnvironment(parts);
	const objectsDirectory = join(options.data, "objects");
	mkdirSync(objectsDirectory, { recursive: true, mode: 0o700 });
	const path = join(options.data, "workerd.capnp");
	const fromConfig = (file: string): string => relative(dirname(path), resolve(file));
	const config = workerdConfig({
		address: `${options.host}:${options.port}`,
		...compatibility(),
		modules: bundleModules().map((module) => ({ ...module, path: fromConfig(module.path) })),
		assetsService: fromConfig(ASSETS_SERVICE),
		pagesDirectory: resolve(PAGES_DIRECTORY),
		modelFile: resolve(parts.model),
		objectsDirectory,
		variables: Object.keys(env),
	});
	writeFileSync(path, config);
	const child = new SupervisedProcess({
		name: "workerd",
		command: workerd.default,
		args: ["serve", path],
		env,
		onLine: workerLog(join(options.data, "worker.log")),
		onStart,
		onRestart: report,
		onEarlyEnd,
	});
	child.start();
	return child;
}

/** Every line goes to the file, which begins anew with each start; the terminal sees what is not mere information. */
function workerLog(path: string): (line: string) => void {
	const file = createWriteStream(path, { flags: "w", mode: 0o600 });
	return (line) => {
		file.write(`${line}\n`);
		if (isWorthShowing(line)) process.stderr.write(`${line}\n`);
	};
}

/** @throws Error when the product does not answer in time, or can't serve with its configuration */
export async function waitUntilHealthy(origin: string): Promise<void> {
	const deadlineMs = Date.now() + HEALTHY_TIMEOUT_MS;
	for (;;) {
		const isHealthy = await fetch(`${origin}/healthz`).then(
			(response) => response.ok,
			() => false,
		);
		if (isHealthy) return refuseBadConfiguration(origin);
		if (Date.now() > deadlineMs)
			throw new Error(`Nothing answers at ${origin}/healthz: see the messages above.`);
		await new Promise((wake) => setTimeout(wake, POLL_MS));
	}
}

/** Its health asks for nothing; its public keys are the least that wants a configuration which can be read. */
async function refuseBadConfiguration(origin: string): Promise<void> {
	const { status } = await fetch(`${origin}/.well-known/jwks.json`);
	if (status !== 500) return;
	await new Promise((wake) => setTimeout(wake, POLL_MS)); // its message comes by another way
	throw new Error(
		"The product can't serve with this configuration: its message above names every bad variable.",
	);
}

/** Variables that the caller's environment may set: docs/configuration.md. */
const PASSED_ON = [
	"VERSION",
	"SENTRY_DSN",
	"RATE_LIMITS",
	"SITE_NAME",
	"SITE_STARTERS",
	"ALLOWED_ORIGINS",
	"CLIENT_ADDRESS_HEADER",
	"REST_CHANNEL",
	"SOCKETIO_CHANNEL",
	"CALLBACK_CHANNEL",
	"HTTP_API",
	"API_TOKEN",
	"API_JWT_SECRET",
	"API_JWT_METHOD",
	"TRAINING_SERVER",
	"ACTION_ENDPOINT_URL",
	"RASA_DUCKLING_HTTP_URL",
	"ACTION_ENDPOINT",
	"NLG_ENDPOINT",
	"OUTGOING_HOSTS",
	"REDACTION",
	"RETENTION",
	"PUBLIC_URL",
	"MAIL",
	"MAIL_TOKEN",
	"ENCRYPTION_KEYS",
	"OIDC_PROVIDERS",
] as const;

function fromEnvironment(names: readonly string[]): Record<string, string> {
	return Object.fromEntries(
		names.flatMap((name) => {
			const value = process.env[name];
			return value === undefined ? [] : [[name, value]];
		}),
	);
}

function workerEnvironment(parts: Parameters<typeof startWorkerd>[0]): Record<string, string> {
	const { options, secrets, gateway, training } = parts;
	return {
		ENVIRONMENT: process.env["CARE_ENVIRONMENT"] ?? "development",
		DATABASE_URL: gateway.databaseUrl,
		DATABASE_FETCH_ENDPOINT: gateway.databaseFetchEndpoint,
		UPSTASH_REDIS_REST_URL: gateway.redisUrl,
		UPSTASH_REDIS_REST_TOKEN: gateway.redisToken,
		SIGNING_KEYS: secrets.signingKeys,
		ENCRYPTION_KEYS: secrets.encryptionKeys,
		TRAINING_SERVER: JSON.stringify(training),
		...projectSettings(options.project, process.env),
		...(options.actions === null ? {} : { ACTION_ENDPOINT_URL: options.actions }),
		...siteOf(options.project),
		...fromEnvironment(PASSED_ON),
	};
}

/** The shop's own assistant brings its name along; of another project the folder's name is all that is known. */
function siteOf(project: string): Record<string, string> {
	const folder = resolve(project);
	return folder === resolve("assistant") ? {} : { SITE_NAME: basename(folder).slice(0, 60) };
}

/** The bundle and the encoder's kernel, under the names by which the bundle imports them. */
function bundleModules() {
	const kernels = readdirSync(WORKER_DIRECTORY).filter((file) => file.endsWith(".wasm"));
	return [
		{ name: "index.js", kind: "esModule" as const, path: join(WORKER_DIRECTORY, "index.js") },
		...kernels.map((file) => ({
			name: `./${file}`,
			kind: "wasm" as const,
			path: join(WORKER_DIRECTORY, file),
		})),
	];
}

/** As on Cloudflare. */
function compatibility(): { compatibilityDate: string; compatibilityFlags: readonly string[] } {
	const configuration = readFileSync("wrangler.toml", "utf8");
	const date = /^compatibility_date = "(.+)"$/m.exec(configuration)?.[1];
	const flags = /^compatibility_flags = \[(.*)\]$/m.exec(configuration)?.[1];
	if (date === undefined || flags === undefined)
		throw new Error("wrangler.toml has no compatibility_date or no compatibility_flags.");
	return {
		compatibilityDate: date,
		compatibilityFlags: Array.from(flags.matchAll(/"([^"]+)"/g), ([, flag = ""]) => flag),
	};
}
