/** The routes of accounts in Node, against a real Postgres and a real Redis behind the gateway. */
import { connectDatabase, type Database } from "../../store/database.ts";
import { freshId } from "../../store/fresh-id.ts";
import { connectRedis, type Redis } from "../../store/redis.ts";
import { createUser } from "../../store/users.ts";
import { nodeScrypt, Passwords, type Scrypt } from "../auth/passwords.ts";
import type { StoreAddresses } from "./store-addresses.ts";
import { ORIGIN, testWorld, type TestWorld } from "./test-world.ts";

export const PAGE = { Origin: ORIGIN, "X-Care-Client": "test", "Content-Type": "application/json" };
export const PASSWORD = "seven green lamps on a raft";

/** Longer than any test runs: limits are met by those tests that are about them. */
const UNLIMITED = { limit: 1_000_000, windowSeconds: 86_400 };

export interface Browser {
	/** What it sends, beside what a page adds by itself. */
	readonly jar: Map<string, string>;
	call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
}

export interface AccountWorld extends TestWorld {
	readonly database: Database;
	readonly redis: Redis;
	/** How often a password was hashed. */
	readonly hashed: { count: number };
	/** A browser without cookies, and those of its pages. */
	browser(address?: string): Browser;
	/** Mails to an address, newest first. */
	mailsTo(email: string): Promise<{ subject: string; text: string }[]>;
	/** The token in the newest mail to an address. */
	tokenTo(email: string): Promise<string>;
}

export async function accountWorld(
	gateway: StoreAddresses,
	overrides: Record<string, string> = {},
): Promise<AccountWorld> {
	const hashed = { count: 0 };
	const scrypt: Scrypt = (...call) => {
		hashed.count += 1;
		return nodeScrypt(...call);
	};
	const limits = {
		sign_up: UNLIMITED,
		mail: UNLIMITED,
		account: UNLIMITED,
		sign_in: UNLIMITED,
		sign_in_guess: UNLIMITED,
		second_factor: UNLIMITED,
	};
	const pending: Promise<unknown>[] = [];
	const world = await testWorld(
		{
			ENVIRONMENT: "development",
			ENCRYPTION_KEYS: JSON.stringify({ keys: [{ id: "k1", key: "A".repeat(42) + "Q" }] }),
			CLIENT_ADDRESS_HEADER: "X-Test-Address",
			RATE_LIMITS: JSON.stringify({ ...limits, address: UNLIMITED, visitors: UNLIMITED }),
			DATABASE_URL: gateway.databaseUrl,
			DATABASE_FETCH_ENDPOINT: `${gateway.url}/sql`,
			UPSTASH_REDIS_REST_URL: gateway.redisUrl,
			UPSTASH_REDIS_REST_TOKEN: gateway.token,
			...overrides,
		},
		20_000,
		{ scrypt, waitUntil: (promise) => void pending.push(promise) },
	);
	world.clock.nowMs = Date.now();
	const settle = async (): Promise<void> => {
		while (pending.length > 0) await pending.shift();
	};
	const redis = connectRedis({ url: gateway.redisUrl, token: gateway.token });
	const mailsTo = async (email: string) => {
		await settle();
		const mails = await redis.lrange<{ to: string; subject: string; text: string }>("care:mailbox", 0, -1);
		return mails.filter(({ to }) => to.toLowerCase() === email.toLowerCase());
	};
	return {
		...world,
		database: connectDatabase({ url: gateway.databaseUrl, fetchEndpoint: `${gateway.url}/sql` }),
		redis,
		hashed,
		browser: (address = "192.0.2.1") => newBrowser(world, settle, address),
		mailsTo,
		tokenTo: async (email) => {
			const [mail] = await mailsTo(email);
			return /token=([\w-]{43})/.exec(mail?.text ?? "")?.[1] ?? "";
		},
	};
}

function newBrowser(world: TestWorld, settle: () => Promise<void>, address: string): Browser {
	const jar = new Map<string, string>();
	return {
		jar,
		call: async (method, path, body, headers = {}) => {
			const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
			const response = await world.request(path, {
				method,
				headers: {
					...PAGE,
					"X-Test-Address": address,
					...(cookie === "" ? {} : { Cookie: cookie }),
					...headers,
				},
				...(body === undefined ? {} : { body: JSON.stringify(body) }),
				redirect: "manual",
			});
			for (const line of response.headers.getSetCookie()) {
				const [pair = ""] = line.split(";");
				const [name = "", value = ""] = pair.split("=");
				if (value === "" || /max-age=0/i.test(line)) jar.delete(name);
				else jar.set(name, value);
			}
			await settle();
			return response;
		},
	};
}

let made = 0;
/** One hash for all: what is tested is who comes in, not how long that takes. */
let hash: Promise<string> | null = null;

export interface TestUser {
	readonly id: string;
	readonly email: string;
}

/** A user who could sign in with `PASSWORD`. */
export async function addUser(
	world: AccountWorld,
	roleNames: readonly string[] = ["customer"],
	more: { readonly isVerified?: boolean } = {},
): Promise<TestUser> {
	hash ??= new Passwords().hash(PASSWORD);
	made += 1;
	const id = freshId(Date.now());
	const email = `u${made}-${id.slice(-12)}@example.com`;
	await createUser(world.database, {
		id,
		email,
		name: `Quentin ${made}`,
		passwordHash: await hash,
		isPasswordLong: true,
		isVerified: true,
		roleNames,
		nowMs: world.clock.nowMs - 60_000,
		...more,
	});
	return { id, email };
}

/** Signs in by the routes. @returns the browser and the header to call with */
export async function signInAs(world: AccountWorld, { email }: TestUser, browser = world.browser()) {
	const response = await browser.call("POST", "/api/auth/sign-in", { email, password: PASSWORD });
	const answer: unknown = await response.json();
	const token =
		typeof answer === "object" && answer !== null && "accessToken" in answer
			? String(answer.accessToken)
			: "";
	if (token === "") throw new Error(`not signed in: ${response.status} ${JSON.stringify(answer)}`);
	return { browser, token, auth: { Authorization: `Bearer ${token}` } };
}
