import { z } from "zod";
import { ErrorBody } from "../../contracts/errors.ts";
import { waitUntil } from "../../e2e/testing/product.ts";
import type { Answer } from "../http-client.ts";
import type { Row, Size } from "../row.ts";
import { PASSWORD, type Person, type Target } from "../targets.ts";

const OTHER = "eleven calm herons by the pier";
const ADDRESS = "X-Trust-Address";
/** Sign-ins of each kind whose durations are compared. */
const TIMED = 15;
/** What the median of one kind may take of the other's, either way. */
const TIMES_APART = 1.5;

export const signIn: Row = {
	id: "S12",
	cases: "rules of signing in",
	atLeast: { quick: 40, full: 41 },
	async run(targets, size) {
		const target = await targets.start({
			CLIENT_ADDRESS_HEADER: ADDRESS,
			RATE_LIMITS: JSON.stringify({
				sign_in: { limit: 5, windowSeconds: 3_600 },
				sign_up: { limit: 1_000, windowSeconds: 3_600 },
				address: { limit: 100_000, windowSeconds: 60 },
				account: { limit: 100_000, windowSeconds: 60 },
			}),
		});
		const desk = new SignInDesk(target);
		await passwords(desk);
		await sameAnswers(desk, size);
		await lockOut(desk);
		await resets(desk);
		await endsEverywhere(desk);
		return { cases: desk.checks.length, faults: desk.checks.filter((line) => line !== null) };
	},
};

/** Calls from an address of one's own, and what was found. */
class SignInDesk {
	/** One a check: null when it held. */
	readonly checks: (string | null)[] = [];
	readonly target: Target;
	#calls = 0;

	constructor(target: Target) {
		this.target = target;
	}

	/** Calls from a new address each time, unless one is given. */
	call(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
		this.#calls += 1;
		const address = `198.51.${Math.floor(this.#calls / 250)}.${this.#calls % 250}`;
		return this.target.client.ask(`/api/auth/${path}`, {
			method: "POST",
			headers: { [ADDRESS]: address, ...headers },
			body,
		});
	}

	signIn(email: string, password: string, headers: Record<string, string> = {}): Promise<Answer> {
		return this.call("sign-in", { email, password }, headers);
	}

	check(name: string, found: unknown, expected: unknown): void {
		const isSame = JSON.stringify(found) === JSON.stringify(expected);
		this.checks.push(
			isSame ? null : `${name}: ${JSON.stringify(found)} in the place of ${JSON.stringify(expected)}`,
		);
	}

	/** The token of the newest mail to an address, once there are so many. */
	async tokenTo(email: string, mails: number): Promise<string> {
		let found: { to: string; text: string }[] = [];
		await waitUntil(10_000, async () => {
			const { text } = await this.target.client.ask("/api/mailbox");
			found = Mailbox.parse(JSON.parse(text)).mails.filter(({ to }) => to === email);
			return found.length >= mails;
		});
		return /token=([\w-]{43})/.exec(found[0]?.text ?? "")?.[1] ?? "";
	}
}

const Mailbox = z.object({ mails: z.array(z.looseObject({ to: z.string(), text: z.string() })) });

/** Lengths, the blocklist and what is near to oneself, as NIST SP 800-63B has it. */
async function passwords(desk: SignInDesk): Promise<void> {
	const weak = [
		"a",
		"seven green la",
		"x".repeat(257),
		"passwordpassword",
		"PasswordPassword",
		"123456789012345",
		"qwertyuiopasdfgh",
		"aaaaaaaaaaaaaaaa",
		"abcabcabcabcabc",
		"somebody@example.com",
		"Quentin Nightingale",
		"quentinnightingale",
	];
	const strong = [
		"seven green lam",
		Array.from({ length: 80 }, (_, index) => index).join(" "),
		"fünf grüne Lampen auf einem Floß",
		"日本語のとても長い合言葉を使います",
		"seven green lamps on a raft 🛶",
		"all lower case and no digit",
	];
	const signUp = async (password: string) =>
		(await desk.call("sign-up", { email: "somebody@example.com", name: "Quentin Nightingale", password }))
			.status;
	for (const password of weak) desk.check(`weak: ${password.slice(0, 30)}`, await signUp(password), 400);
	for (const password of strong) desk.check(`strong: ${password.slice(0, 30)}`, await signUp(password), 202);
}

/** Nobody learns who has an account: not by words, not by headers; in the full size not by time either. */
async function sameAnswers(desk: SignInDesk, size: Size): Promise<void> {
	const known = await desk.target.addPerson(["customer"]);
	const unknown = { email: "nobody-at-all@example.com" };
	for (const [path, body] of [
		["sign-in", { password: "not the right one at all" }],
		["sign-up", { name: "A", password: OTHER }],
		["password/reset", {}],
		["verify/resend", {}],
	] as const) {
		const [one, other] = [
			await desk.call(path, { ...body, email: known.email }),
			await desk.call(path, { ...body, email: unknown.email }),
		];
		desk.check(`${path} tells who has an account`, shapeOf(one), shapeOf(other));
	}
	if (size === "full") await sameTime(desk);
}

async function sameTime(desk: SignInDesk): Promise<void> {
	const durations: Record<"known" | "unknown", number[]> = { known: [], unknown: [] };
	for (let round = 0; round < TIMED; round += 1) {
		const person = await desk.target.addPerson(["customer"]);
		for (const [kind, email] of [
			["known", person.email],
			["unknown", `nobody-${round}@example.com`],
		] as const)
			durations[kind].push((await desk.signIn(email, "not the right one at all")).durationMs);
	}
	const ratio = median(durations.known) / median(durations.unknown);
	const isApart = ratio > TIMES_APART || ratio < 1 / TIMES_APART;
	desk.check("an unknown address is told by its time", isApart ? ratio.toFixed(2) : null, null);
}

/** Guesses end; the account's owner does not. */
async function lockOut(desk: SignInDesk): Promise<void> {
	const person = await desk.target.addPerson(["customer"]);
	const good = await desk.signIn(person.email, PASSWORD);
	const Cookie = good.headers
		.getSetCookie()
		.map((line) => line.split(";")[0] ?? "")
		.join("; ");
	const stranger = { [ADDRESS]: "203.0.113.200" };
	const statuses: number[] = [];
	for (let guess = 0; guess < 7; guess += 1)
		statuses.push((await desk.signIn(person.email, `a guess of some length ${guess}`, stranger)).status);
	desk.check("guesses from one address", statuses, [401, 401, 401, 401, 401, 429, 429]);
	desk.check("even the right one then", (await desk.signIn(person.email, PASSWORD, stranger)).status, 429);
	const spelled = await desk.signIn(person.email.toUpperCase(), PASSWORD, stranger);
	desk.check("another spelling is the same account", spelled.status, 429);
	desk.check("from elsewhere", (await desk.signIn(person.email, PASSWORD)).status, 200);
	const known = await desk.signIn(person.email, PASSWORD, { ...stranger, Cookie });
	desk.check("a browser that was here before", known.status, 200);
	const other = await desk.target.addPerson(["customer"]);
	desk.check(
		"another account from that address",
		(await desk.signIn(other.email, PASSWORD, stranger)).status,
		200,
	);
}

/** A link in a mail is good once, until the next one, for its purpose; a new password ends all sessions. */
async function resets(desk: SignInDesk): Promise<void> {
	const person = await desk.target.addPerson(["customer"]);
	const session = await person.auth();
	const confirm = async (token: string, password = OTHER) =>
		(await desk.call("password/reset/confirm", { token, password })).status;
	await desk.call("password/reset", { email: person.email });
	const first = await desk.tokenTo(person.email, 1);
	await desk.call("password/reset", { email: person.email });
	const second = await desk.tokenTo(person.email, 2);
	desk.check("two links are two", first !== second && first !== "", true);
	desk.check("a link that was replaced", await confirm(first), 400);
	desk.check("a weak password by a good link", await confirm(second, "passwordpassword"), 400);
	const verify = await desk.call("verify", { token: second, password: PASSWORD });
	desk.check("a link for another purpose", verify.status, 400);
	const atOnce = await Promise.all([confirm(second), confirm(second), confirm(second)]);
	desk.check(
		"three at once",
		atOnce.toSorted((one, other) => one - other),
		[200, 400, 400],
	);
	desk.check("once more", await confirm(second), 400);
	desk.check("a made-up link", await confirm("A".repeat(43)), 400);
	desk.check("the session of before", await statusOfMe(desk, session), 401);
	desk.check("the old password", (await desk.signIn(person.email, PASSWORD)).status, 401);
	desk.check("the new one", (await desk.signIn(person.email, OTHER)).status, 200);
}

async function endsEverywhere(desk: SignInDesk): Promise<void> {
	const person: Person = await desk.target.addPerson(["customer"]);
	const sessions = [];
	for (let device = 0; device < 3; device += 1) {
		const answer = await desk.signIn(person.email, PASSWORD);
		const { accessToken } = z.object({ accessToken: z.string() }).parse(JSON.parse(answer.text));
		sessions.push({ Authorization: `Bearer ${accessToken}` });
	}
	const [first = {}] = sessions;
	desk.check("sign out everywhere", (await desk.call("sign-out-everywhere", {}, first)).status, 204);
	for (const [index, session] of sessions.entries())
		desk.check(`session ${index} after that`, await statusOfMe(desk, session), 401);
}

async function statusOfMe(desk: SignInDesk, headers: Record<string, string>): Promise<number> {
	return (await desk.target.client.ask("/api/auth/me", { headers })).status;
}

function shapeOf({ status, text, headers }: Answer): string {
	const refused = ErrorBody.safeParse(JSON.parse(text)).data?.error;
	const body = refused === undefined ? text : `${refused.code} ${refused.message}`;
	return `${status} ${body} ${[...headers.keys()].filter((name) => name !== "ratelimit").join()}`;
}

function median(values: readonly number[]): number {
	return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}
