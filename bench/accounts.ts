/**
 * Signing in, and a GET by somebody who is signed in, beside the route that touches nothing: one run, the embedded
 * profile, the same client, alternating blocks so that a busy moment of the machine hits both.
 */
import { z } from "zod";
import { alignColumns } from "../cli/nlu-report/align-columns.ts";
import { Mailbox, SignedIn } from "../contracts/accounts.ts";
import { type Product, startProduct, UNLIMITED, waitUntil } from "../e2e/testing/product.ts";
import { percentile } from "./statistics.ts";

const WARM_UP = 50;
const BLOCKS = 10;
const PER_BLOCK = 50;
/** A password is hashed in each: some 200 ms of one core. */
const SIGN_INS_PER_BLOCK = 3;

/** What a person may wait for at the door, and then at each step, in milliseconds (median). */
const GOALS = { signIn: 400, read: 15 };

const UNCOUNTED = JSON.stringify({
	...z.record(z.string(), z.unknown()).parse(JSON.parse(UNLIMITED)),
	...Object.fromEntries(
		["account", "sign_in", "sign_in_guess", "sign_up", "mail"].map((name) => [
			name,
			{ limit: 1_000_000, windowSeconds: 60 },
		]),
	),
});
const PERSON = { email: "bench@example.com", password: "seven green lamps on a raft" };

type Call = () => Promise<Response>;

export async function benchAccounts(): Promise<void> {
	const product = await startProduct({ env: { RATE_LIMITS: UNCOUNTED } });
	try {
		const { accessToken } = await openAccount(product);
		const calls = {
			health: () => fetch(`${product.origin}/healthz`),
			me: () =>
				fetch(`${product.origin}/api/auth/me`, { headers: { Authorization: `Bearer ${accessToken}` } }),
			signIn: () => post(product, "/api/auth/sign-in", PERSON),
		};
		const samples = { health: [] as number[], me: [] as number[], signIn: [] as number[] };
		await measure(calls.health, WARM_UP);
		await measure(calls.me, WARM_UP);
		await measure(calls.signIn, 1);
		for (let block = 0; block < BLOCKS; block++) {
			samples.health.push(...(await measure(calls.health, PER_BLOCK)));
			samples.me.push(...(await measure(calls.me, PER_BLOCK)));
			samples.signIn.push(...(await measure(calls.signIn, SIGN_INS_PER_BLOCK)));
		}
		printTable(samples);
	} finally {
		await product.stop();
	}
}

function printTable(samples: { health: number[]; me: number[]; signIn: number[] }): void {
	const row = (name: string, values: number[], goalMs: number | null): string[] => [
		name,
		String(values.length),
		...[0.5, 0.9, 0.99].map((share) => `${percentile(values, share).toFixed(2)} ms`),
		`${(percentile(values, 0.5) / percentile(samples.health, 0.5)).toFixed(1)} ×`,
		goalMs === null ? "" : `${goalMs} ms: ${percentile(values, 0.5) <= goalMs ? "met" : "MISSED"}`,
	];
	console.log(
		alignColumns([
			["one at a time", "calls", "p50", "p90", "p99", "p50 beside /healthz", "goal for p50"],
			row("GET /healthz, touches nothing", samples.health, null),
			row("GET /api/auth/me, signed in", samples.me, GOALS.read),
			row("POST /api/auth/sign-in", samples.signIn, GOALS.signIn),
		]),
	);
}

async function measure(call: Call, count: number): Promise<number[]> {
	const samples: number[] = [];
	for (let index = 0; index < count; index++) {
		const started = performance.now();
		const response = await call();
		await response.text();
		samples.push(performance.now() - started);
		if (!response.ok) throw new Error(`${response.url} answered ${response.status}`);
	}
	return samples;
}

/** Signs up as a person does: the mail is in the mailbox. */
async function openAccount(product: Product): Promise<SignedIn> {
	await post(product, "/api/auth/sign-up", { ...PERSON, name: "Bench" });
	let token: string | undefined;
	await waitUntil(10_000, async () => {
		const { mails } = Mailbox.parse(await (await fetch(`${product.origin}/api/mailbox`)).json());
		token = /token=([\w-]{43})/.exec(mails[0]?.text ?? "")?.[1];
		return token !== undefined;
	});
	const verified = await post(product, "/api/auth/verify", { token, password: PERSON.password });
	return SignedIn.parse(await verified.json());
}

function post(product: Product, path: string, body: object): Promise<Response> {
	return fetch(`${product.origin}${path}`, {
		method: "POST",
		headers: { "Content-Type": "application/json" },
		body: JSON.stringify(body),
	});
}
