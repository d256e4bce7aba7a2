import { z } from "zod";
import { BUILT_IN_ROLES, PERMISSIONS, type Permission } from "../../contracts/permissions.ts";
import { ChatClient } from "../../e2e/testing/chat-client.ts";
import { forEachOf } from "../http-client.ts";
import { addressOf, ENDS_THE_SESSION, type RouteUnderTest } from "../operations.ts";
import type { Row, Verdict } from "../row.ts";
import { RASA_TOKEN, type Target } from "../targets.ts";

/** Who knocks, and what that opens. */
interface Caller {
	readonly who: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly permissions: readonly Permission[];
	readonly kind: "user" | "key" | "visitor" | "rasa" | "nobody";
}

export const access: Row = {
	id: "S3",
	cases: "routes × callers",
	atLeast: { quick: 1_500, full: 1_500 },
	async run(targets) {
		const target = await targets.open();
		const verdicts = [await everyRoute(target, await everybody(target)), await foreignObjects(target)];
		return {
			cases: verdicts.reduce((sum, { cases }) => sum + cases, 0),
			faults: verdicts.flatMap(({ faults }) => faults),
		};
	},
};

/** Each role, each permission alone, an API key of one and of all, visitors, nobody. */
async function everybody({ addPerson, client, visitor }: Target): Promise<readonly Caller[]> {
	const admin = await (await addPerson(["admin"])).auth();
	const make = async (path: string, body: unknown) => {
		const answer = await client.ask(path, { method: "POST", headers: admin, body });
		return z.looseObject({ key: z.string().default("") }).parse(JSON.parse(answer.text));
	};
	const callers: Caller[] = [];
	for (const [who, permissions] of Object.entries(BUILT_IN_ROLES))
		callers.push({ who, headers: await (await addPerson([who])).auth(), permissions, kind: "user" });
	for (const permission of PERMISSIONS) {
		const name = `only_${permission.replace(":", "_")}`;
		await make("/api/roles", { name, permissions: [permission] });
		const headers = await (await addPerson([name])).auth();
		callers.push({ who: name, headers, permissions: [permission], kind: "user" });
	}
	for (const [who, scopes] of [
		["a key of users:read", ["users:read"]],
		["a key of all", PERMISSIONS],
	] as const) {
		const { key } = await make("/api/api-keys", { name: "k", scopes, expiresInDays: 1 });
		callers.push({ who, headers: { Authorization: `Bearer ${key}` }, permissions: scopes, kind: "key" });
	}
	const madeUp = { Authorization: `Bearer care_${"a".repeat(12)}_${"A".repeat(43)}` };
	const none: readonly Permission[] = [];
	return [
		...callers,
		{ who: "a visitor", headers: await visitor(), permissions: none, kind: "visitor" },
		{
			who: "Rasa's token",
			headers: { Authorization: `Token ${RASA_TOKEN}` },
			permissions: none,
			kind: "rasa",
		},
		{ who: "a made-up key", headers: madeUp, permissions: none, kind: "nobody" },
		{ who: "a made-up token", headers: { Authorization: "Bearer x.y.z" }, permissions: none, kind: "nobody" },
		{ who: "nobody", headers: {}, permissions: none, kind: "nobody" },
	];
}

async function everyRoute({ client, routes }: Target, callers: readonly Caller[]): Promise<Verdict> {
	const faults: string[] = [];
	let cases = 0;
	const knocks = routes
		.filter(({ name }) => !ENDS_THE_SESSION.has(name))
		.flatMap((route) => callers.map((caller) => ({ route, caller })));
	await forEachOf(knocks, 16, async ({ route, caller }) => {
		const hasBody = route.method !== "GET" && route.method !== "DELETE";
		const { status } = await client.askPatiently(addressOf(route), {
			method: route.method,
			headers: { ...caller.headers },
			// a body that says nothing: who is let in is told that it is missing, or gets an answer
			...(hasBody ? { body: {} } : {}),
		});
		cases += 1;
		const fault = faultOf(route, caller, status);
		if (fault !== null) faults.push(`${caller.who}: ${route.name} ${status}: ${fault}`);
	});
	return { cases, faults };
}

/** Open for a person alone, whatever an API key may: named here as in the matrix of worker/. */
const FOR_PEOPLE = new Set(["post /api/desk/inbox/ticket"]);
const SHUT = new Set([401, 403, 404]);
const isPermission = (access: string): access is Permission => z.enum(PERMISSIONS).safeParse(access).success;

/** What is wrong with this answer to this caller; null when it is as the route's access says. */
export function faultOf(
	{ access, name }: Pick<RouteUnderTest, "access" | "name">,
	{ kind, permissions }: Pick<Caller, "kind" | "permissions">,
	status: number,
): string | null {
	if (status >= 500) return "ours";
	if (access === "public" || access === "ticket") return null;
	if (isPermission(access) || access === "signed-in") {
		if (kind !== "user" && kind !== "key") return status === 401 ? null : "must be 401";
		const isForPeople = access === "signed-in" || FOR_PEOPLE.has(name);
		const mayCall =
			(!isForPeople || kind === "user") && (access === "signed-in" || permissions.includes(access));
		if (status === 401) return "is known, and refused as a stranger";
		return mayCall === (status === 403) ? (mayCall ? "may call it" : "may not call it") : null;
	}
	if (access === "visitor" && kind === "visitor") return null;
	// Rasa's own token stands in the query; nobody here shows it there
	return SHUT.has(status) ? null : "must be shut";
}

/** Somebody else's conversation answers like one that does not exist, to everybody and by every road. */
async function foreignObjects(target: Target): Promise<Verdict> {
	const { client, routes, product } = target;
	const owner = await ChatClient.create(product.origin);
	const strangers = [await target.visitor(), await target.visitor(), {}];
	const faults: string[] = [];
	let cases = 0;
	const own = routes.filter(({ access }) => access === "own-conversation");
	if (own.length === 0) faults.push("no route is of one's own conversations: the walk is broken");
	for (const route of own)
		for (const [index, headers] of strangers.entries()) {
			const ask = (id: string) =>
				client.askPatiently(addressOf(route, { id }), {
					method: route.method,
					headers,
					...(route.method === "GET" ? {} : { body: route.body ?? {} }),
				});
			const [theirs, nobodys] = [await ask(owner.conversationId), await ask(addressId(index))];
			cases += 1;
			if (theirs.status !== nobodys.status || !SHUT.has(theirs.status))
				faults.push(`${route.name}: ${theirs.status} for somebody else's, ${nobodys.status} for nobody's`);
			if (withoutId(theirs.text) !== withoutId(nobodys.text)) faults.push(`${route.name}: the bodies differ`);
		}
	return { cases, faults };
}

const addressId = (index: number): string => `01a1f866-0d00-7f5a-8b28-9b54a80e4d5${index}`;
const withoutId = (text: string): string => text.replaceAll(/"requestId":"[^"]*"/g, "");
