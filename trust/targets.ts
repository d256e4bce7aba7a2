/** The products that are attacked: started when a row asks for one, each with an empty data folder on a free port of loopback. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { z } from "zod";
import { startProduct, type Product } from "../e2e/testing/product.ts";
import { type LoopbackServer, serveOnLoopback } from "../gateway/testing/loopback-server.ts";
import { freshId } from "../store/fresh-id.ts";
import { createUser } from "../store/users.ts";
import { Passwords } from "../worker/auth/passwords.ts";
import { LIMIT_NAMES } from "../worker/limits/rules.ts";
import { HttpClient } from "./http-client.ts";
import { OpenApiDocument, type RouteUnderTest, routesOf } from "./operations.ts";

export const PASSWORD = "seven green lamps on a raft";
export const RASA_TOKEN = "a-token-of-rasa-for-trust";

/** What nobody's tries come to: rows about limits start a product of their own. */
const UNLIMITED = JSON.stringify(
	Object.fromEntries(LIMIT_NAMES.map((name) => [name, { limit: 1_000_000, windowSeconds: 60 }])),
);

export type Bearer = Readonly<{ Authorization: string }>;

export interface Person {
	readonly id: string;
	readonly email: string;
	/** The header of a session of theirs, signed in anew when the last one is old. */
	auth(): Promise<Bearer>;
}

/** A running product with all that the rows need of it. */
export interface Target {
	readonly product: Product;
	readonly client: HttpClient;
	/** Its routes, out of its own OpenAPI document. */
	readonly routes: readonly RouteUnderTest[];
	/** What reached the recorder that stands in for Sentry. */
	readonly reports: readonly string[];
	readonly addPerson: (roleNames: readonly string[]) => Promise<Person>;
	/** A new anonymous visitor. */
	readonly visitor: () => Promise<Bearer>;
}

export class Targets {
	readonly #started: Promise<Target>[] = [];
	readonly #recorders: LoopbackServer[] = [];
	#open: Promise<Target> | null = null;

	/** One for all rows: no limits, every channel and API on, as in development. */
	open(): Promise<Target> {
		this.#open ??= this.startUnlimited({});
		return this.#open;
	}

	/** One like that, with settings of its own beside. */
	startUnlimited(env: Readonly<Record<string, string>>): Promise<Target> {
		return this.start({ RATE_LIMITS: UNLIMITED, HTTP_API: "on", API_TOKEN: RASA_TOKEN, ...env });
	}

	/** One with settings of its own. */
	start(env: Readonly<Record<string, string>>): Promise<Target> {
		const starting = this.#start(env);
		this.#started.push(starting);
		return starting;
	}

	async #start(env: Readonly<Record<string, string>>): Promise<Target> {
		const reports: string[] = [];
		const recorder = await serveOnLoopback((request, response) => {
			keepReport(request, response, reports).catch(() => undefined); // a report that broke off is none
		});
		this.#recorders.push(recorder);
		const product = await startProduct({
			env: { SENTRY_DSN: `http://publickey@127.0.0.1:${recorder.port}/42`, ...env },
		});
		const client = new HttpClient(product.origin);
		const document = OpenApiDocument.parse(JSON.parse((await client.ask("/api/openapi.json")).text));
		return {
			product,
			client,
			routes: routesOf(document),
			reports,
			addPerson: (roleNames) => addPerson(product, client, roleNames),
			visitor: async () => {
				const { text } = await client.ask("/api/visitors", { method: "POST" });
				const { token } = z.object({ token: z.string() }).parse(JSON.parse(text));
				return { Authorization: `Bearer ${token}` };
			},
		};
	}

	/** How often all of them were asked again, because a part of theirs was away. */
	async askedAgain(): Promise<number> {
		const targets = await Promise.allSettled(this.#started);
		return targets.reduce(
			(sum, one) => sum + (one.status === "fulfilled" ? one.value.client.askedAgain : 0),
			0,
		);
	}

	/** Ends everything that was started. */
	async close(): Promise<void> {
		await Promise.allSettled(
			this.#started.map(async (starting) => {
				const { client, product } = await starting;
				client.close();
				await product.stop();
			}),
		);
		await Promise.all(this.#recorders.map((recorder) => recorder.close()));
	}
}

async function keepReport(
	request: IncomingMessage,
	response: ServerResponse,
	reports: string[],
): Promise<void> {
	reports.push((await buffer(request)).toString("utf8"));
	response.end("{}");
}

const SESSION_MS = 10 * 60_000;
/** One hash for all: what is attacked is who comes in, not how long that takes. */
let hash: Promise<string> | null = null;

async function addPerson(
	product: Product,
	client: HttpClient,
	roleNames: readonly string[],
): Promise<Person> {
	hash ??= new Passwords().hash(PASSWORD);
	const nowMs = Date.now();
	const id = freshId(nowMs);
	const email = `p${id.slice(-12)}@example.com`;
	await createUser(product.database(), {
		id,
		email,
		name: `Quentin ${id.slice(-4)}`,
		passwordHash: await hash,
		isPasswordLong: true,
		isVerified: true,
		roleNames,
		nowMs: nowMs - 60_000,
	});
	let session: Promise<Bearer> | null = null;
	let untilMs = 0;
	return {
		id,
		email,
		auth: () => {
			if (session === null || untilMs <= Date.now()) {
				session = signIn(client, email);
				untilMs = Date.now() + SESSION_MS;
			}
			return session;
		},
	};
}

async function signIn(client: HttpClient, email: string): Promise<Bearer> {
	const { status, text } = await client.askPatiently("/api/auth/sign-in", {
		method: "POST",
		body: { email, password: PASSWORD },
	});
	const answer = z.object({ accessToken: z.string() }).safeParse(JSON.parse(text));
	if (!answer.success) throw new Error(`${email} is not signed in: ${status} ${text}`);
	return { Authorization: `Bearer ${answer.data.accessToken}` };
}
