import { z } from "zod";
import { ChatClient } from "../../e2e/testing/chat-client.ts";
import { type Answer, forEachOf } from "../http-client.ts";
import type { Row } from "../row.ts";
import type { Target, Targets } from "../targets.ts";

/** Small, so that an attack is short; long, so that no window ends within one. */
const LIMIT = 40;
const WINDOW_SECONDS = 3_600;
const RULE = { limit: LIMIT, windowSeconds: WINDOW_SECONDS };
/** So many requests as each attack sends. */
const SENT = 3 * LIMIT;
/** What may come through beyond the limit. */
const TOLERANCE = 0.05;
const HEADER = "CF-Connecting-IP";

/** A way around a limit: what the n-th request of it looks like. */
interface Attack {
	readonly name: string;
	request(index: number, own: Record<string, string>): Parameters<Target["client"]["ask"]>;
}

const visit = (headers: Record<string, string>, path = "/api/visitors"): ReturnType<Attack["request"]> => [
	path,
	{ method: "POST", headers },
];

/** Addresses and paths that would be counted apart, if anybody fell for them. `own` is the header that our ingress sets. */
const ATTACKS: readonly Attack[] = [
	{ name: "a burst", request: (_index, own) => visit(own) },
	...[
		"X-Forwarded-For",
		"X-Real-IP",
		"True-Client-IP",
		"X-Client-IP",
		"X-Cluster-Client-IP",
		"X-Originating-IP",
		"Fastly-Client-IP",
		"X-Forwarded",
	].map((name) => ({
		name: `${name} made up`,
		request: (index: number, own: Record<string, string>) => visit({ ...own, [name]: `203.0.113.${index}` }),
	})),
	{
		name: "Forwarded made up",
		request: (index, own) => visit({ ...own, Forwarded: `for=203.0.113.${index};proto=https` }),
	},
	{
		name: "another browser each time",
		request: (index, own) =>
			visit({
				...own,
				"User-Agent": `browser ${index}`,
				Cookie: `care_device=${index}`,
				Via: `1.1 p${index}`,
			}),
	},
	{
		name: "another query each time",
		request: (index, own) => visit(own, `/api/visitors?x=${index}`),
	},
	...["/api/visitors/", "//api/visitors", "/api//visitors", "/api/./visitors", "/api/x/../visitors"].map(
		(path) => ({
			name: `the path ${path}`,
			request: (_index: number, own: Record<string, string>) => visit(own, path),
		}),
	),
	...[
		"/API/VISITORS",
		"/api/Visitors",
		"/api%2Fvisitors",
		"/api/visitors%2F",
		"/%61pi/visitors",
		"/api/visitors;x=1",
	].map((path) => ({
		name: `the path ${path}`,
		request: (_index: number, own: Record<string, string>) => visit(own, path),
	})),
	{
		name: "paths by turns",
		request: (index, own) =>
			visit(own, ["/api/visitors", "/api/visitors/", "//api/visitors", "/%61pi/visitors"][index % 4]),
	},
	{
		name: "a token each time",
		request: (index, own) =>
			visit({ ...own, "X-Request-Id": `request-${index}-xxxx`, "X-Visitor": `${index}` }),
	},
];

/** The same, where the ingress's header is believed: what a client can choose of its own address. */
const ADDRESS_ATTACKS: readonly Attack[] = [
	{
		name: "addresses of one IPv6 /64",
		request: (index) => visit({ [HEADER]: `2001:db8:7:7:${index.toString(16)}::${index.toString(16)}` }),
	},
	{
		name: "one IPv4 address written as IPv6, and padded",
		request: (index) =>
			visit({
				[HEADER]:
					["198.51.100.77", "::ffff:198.51.100.77", "::FFFF:c633:644d", " 198.51.100.77 "][index % 4] ?? "",
			}),
	},
	{
		name: "a list before one's own address",
		request: (index) => visit({ [HEADER]: `203.0.113.${index}, 198.51.100.78` }),
	},
	{
		name: "what is no address",
		request: (index) => visit({ [HEADER]: `client-${index}` }),
	},
];

export const limits: Row = {
	id: "S7",
	cases: "ways around a limit",
	atLeast: { quick: 50, full: 50 },
	async run(targets) {
		const faults: string[] = [];
		let cases = 0;
		for (const [profile, header] of [
			["behind an ingress", HEADER],
			["without one", ""],
		] as const) {
			const found = await attackProfile(targets, header);
			cases += found.cases;
			faults.push(...found.faults.map((fault) => `${profile}: ${fault}`));
		}
		return { cases, faults };
	},
};

async function attackProfile(targets: Targets, header: string) {
	const env = { RATE_LIMITS: JSON.stringify({ visitors: RULE, conversations: RULE, messages: RULE }) };
	const target = await targets.start({ ...env, CLIENT_ADDRESS_HEADER: header });
	const faults: string[] = [];
	let cases = 0;
	const attacks = header === "" ? ATTACKS : [...ATTACKS, ...ADDRESS_ATTACKS];
	let allThrough = 0;
	for (const [index, attack] of attacks.entries()) {
		// each attacker has an address of their own, where that is told
		const own: Record<string, string> = header === "" ? {} : { [header]: `192.0.2.${index + 1}` };
		const through = await countThrough(target, attack, own);
		allThrough += through;
		cases += 1;
		const most = LIMIT * (1 + TOLERANCE);
		if (through > most)
			faults.push(`${attack.name}: ${through} of ${SENT} came through, the limit is ${LIMIT}`);
	}
	if (header === "" && allThrough > LIMIT * (1 + TOLERANCE))
		faults.push(`all together: ${allThrough} came through`);
	if (allThrough < LIMIT * (1 - TOLERANCE))
		faults.push(`only ${allThrough} came through at all: nobody was let in`);
	const last = await socketAgainstHttp(target, header);
	await target.product.stop();
	return { cases: cases + 2, faults: [...faults, ...last] };
}

async function countThrough(
	{ client }: Target,
	attack: Attack,
	own: Record<string, string>,
): Promise<number> {
	let through = 0;
	await forEachOf(
		Array.from({ length: SENT }, (_, index) => index),
		20,
		async (index) => {
			const answer = await client.ask(...attack.request(index, own));
			if (answer.status === 201) through += 1;
		},
	);
	return through;
}

/** Messages of one conversation by socket and by HTTP at once: one bucket for both. */
async function socketAgainstHttp({ client, product }: Target, header: string): Promise<readonly string[]> {
	// without an ingress everybody shares a bucket, which is full by now
	const from: Record<string, string> = header === "" ? {} : { [header]: "192.0.2.250" };
	const post = async (path: string, headers: Record<string, string>, body: unknown): Promise<Answer> =>
		client.ask(path, { method: "POST", headers: { ...headers, ...from }, body });
	const visitor = await post("/api/visitors", {}, {});
	if (visitor.status === 429) return [];
	const { token } = z.object({ token: z.string() }).parse(JSON.parse(visitor.text));
	const auth = { Authorization: `Bearer ${token}` };
	const { id } = z
		.object({ id: z.string() })
		.parse(JSON.parse((await post("/api/conversations", auth, {})).text));
	const chat = new ChatClient(product.origin, token, id);
	await chat.connect();
	const numbers = Array.from({ length: LIMIT }, (_, index) => index);
	for (const index of numbers) chat.send({ type: "message", id: `by-socket-${index}`, text: "hello" });
	const answers = await Promise.all(
		numbers.map((index) =>
			post(`/api/conversations/${id}/messages`, auth, { id: `by-http-${index}`, text: "hello" }),
		),
	);
	const byHttp = answers.filter(({ status }) => status === 200).length;
	const isSettled = (): boolean => chat.acks.size + chat.errors.length >= LIMIT;
	for (let look = 0; !isSettled() && look < 200; look += 1) await new Promise((wake) => setTimeout(wake, 50));
	const through = byHttp + [...chat.acks.keys()].filter((key) => key.startsWith("by-socket")).length;
	chat.close();
	// the object's bucket holds a third at once and fills again at the rule's rate
	const most = Math.ceil(Math.ceil(LIMIT / 3) * (1 + TOLERANCE)) + 1;
	return through > most ? [`socket and HTTP together: ${through} messages came through, ${most} may`] : [];
}
