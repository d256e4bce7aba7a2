import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ChatClient } from "../../e2e/testing/chat-client.ts";
import { waitUntil } from "../../e2e/testing/product.ts";
import { forEachOf } from "../http-client.ts";
import { stringPlaces, type StringPlace } from "../operations.ts";
import type { Row } from "../row.ts";
import type { Bearer, Target } from "../targets.ts";
import { walkersOf } from "../walkers.ts";

/** Each may stand in no line that is written about a request. The first part of each is searched for. */
const PLANTED = {
	email: "zebedee.planted@example.com",
	card: "4111 1111 1111 1111",
	token: "eyJhbGciOiJFUzI1NiJ9.plantedplantedplanted.plantedsignature",
	key: "care_plantedaaaaa_plantedplantedplantedplantedplantedplante",
	words: "my cat is called Zebedee",
} as const;
/** Any of these in a log is a part of one. */
const TRACES = ["zebedee", "Zebedee", "4111 1111", "41111111", "plantedplanted", "planted@"];
const EVERYTHING = Object.values(PLANTED).join(" ");
/** Headers that a client may fill as it likes. */
const HEADERS = [
	"User-Agent",
	"Referer",
	"X-Request-Id",
	"X-Forwarded-For",
	"Accept-Language",
	"X-Care-Client",
	"Origin",
	"Cookie",
	"Authorization",
	"If-None-Match",
	"Content-Type",
	"Traceparent",
];

export const planted: Row = {
	id: "S13",
	cases: "inputs with planted strings",
	atLeast: { quick: 250, full: 400 },
	async run(targets, size) {
		const target = await targets.open();
		const walkers = await walkersOf(target);
		const places = target.routes.flatMap(stringPlaces);
		// while the stores are away nobody signs in: who asks is let in before
		const withAuth = async (some: readonly StringPlace[]) =>
			Promise.all(some.map(async (place) => ({ place, auth: await walkers.authOf(place.route) })));
		let cases = 0;
		const plant = async ({ place, auth }: { place: StringPlace; auth: Bearer }): Promise<void> => {
			cases += 1;
			const { path, body, headers } = place.fill(EVERYTHING);
			await target.client.ask(path, {
				method: place.route.method,
				headers: { ...auth, ...headers },
				...(body === undefined ? {} : { body }),
			});
		};
		await forEachOf(await withAuth(places), 12, plant);
		cases += await plantElsewhere(target);
		const again = await withAuth(
			size === "full" ? places : places.filter((_place, index) => index % 4 === 0),
		);
		// a store that is away makes drivers tell what they were asked
		await withStoresAway(target, () =>
			forEachOf(again, 24, async (planting) => {
				await plant(planting).catch(() => undefined); // no answer at all is a row of its own
			}),
		);
		const linesBefore = linesOf(target);
		await target.client.ask("/healthz");
		await waitUntil(5_000, () => linesOf(target) > linesBefore);
		return { cases, faults: [...(await walkers.faults()), ...(await tracesIn(target))] };
	},
};

/** Paths, headers, bodies that are not JSON, and what is said by socket and through Rasa's channels. */
async function plantElsewhere({ client, product, routes }: Target): Promise<number> {
	const written = encodeURIComponent(EVERYTHING);
	const paths = [
		"/",
		"/api/",
		"/api/desk/orders/",
		"/webhooks/",
		"/conversations/",
		"/model/",
		"/assets/",
		"/socket.io/?EIO=4&sid=",
	];
	for (const path of paths) await client.ask(`${path}${written}`);
	for (const name of HEADERS) await client.ask("/api/auth/me", { headers: { [name]: EVERYTHING } });
	const takesJson = routes.filter(({ contentTypes }) => contentTypes.includes("application/json"));
	for (const { method, path } of takesJson)
		await client.ask(path, {
			method,
			headers: { "Content-Type": "application/json" },
			body: `{"broken": "${EVERYTHING}`,
		});
	const chat = await ChatClient.create(product.origin);
	await chat.connect();
	await chat.ask(EVERYTHING);
	const broken = [
		"{",
		`{"type":"message","id":"message-1","text":7}`,
		`{"type":"read","seq":-1}`,
		`{"type":"x"}`,
	];
	for (const frame of broken) chat.sendRaw(frame.replace(/\}?$/, `,"note":"${EVERYTHING}"}`));
	await waitUntil(15_000, () => chat.errors.length >= broken.length);
	chat.close();
	return paths.length + HEADERS.length + takesJson.length + broken.length + 1;
}

/** The gateway, and with it both stores, stands still meanwhile. */
async function withStoresAway({ product, client }: Target, use: () => Promise<void>): Promise<void> {
	const { gatewayPid } = product.running();
	if (gatewayPid === null) throw new Error("the product has no gateway");
	process.kill(gatewayPid, "SIGSTOP");
	try {
		await use();
	} finally {
		process.kill(gatewayPid, "SIGCONT");
	}
	await waitUntil(60_000, async () => (await client.ask("/readyz")).status === 200);
}

/** Where a planted string came out: log, terminal, error reports, metrics, operations. */
async function tracesIn(target: Target): Promise<string[]> {
	const { client, product, reports } = target;
	const operations = await Promise.all(
		["/readyz", "/healthz", "/version", "/metrics"].map(async (path) => (await client.ask(path)).text),
	);
	const places: readonly (readonly [string, string])[] = [
		["the log", logOf(target)],
		["the terminal", product.output()],
		["error reports", reports.join("\n")],
		["operations", operations.join("\n")],
	];
	return places.flatMap(([place, content]) =>
		TRACES.flatMap((trace) => {
			const at = content.indexOf(trace);
			return at < 0 ? [] : [`${trace} in ${place}: …${content.slice(Math.max(0, at - 120), at + 40)}…`];
		}),
	);
}

/** Every log file of the data folder. */
function logOf({ product }: Target): string {
	return readdirSync(product.data)
		.filter((file) => file.endsWith(".log"))
		.map((file) => readFileSync(join(product.data, file), "utf8"))
		.join("\n");
}

function linesOf(target: Target): number {
	return logOf(target).split("\n").length;
}
