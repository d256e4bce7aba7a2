/** People of the company, made as `care admin` makes an administrator: by an invitation that is accepted. */
import { createHash, randomBytes } from "node:crypto";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { SignedIn } from "../../contracts/accounts.ts";
import { freshId } from "../../store/fresh-id.ts";
import { createInvitation } from "../../store/invitations.ts";
import { openPage } from "../../web/testing/chromium.ts";
import { type Product, waitUntil } from "./product.ts";

export const PASSWORD = "seven green lamps on a raft";

export interface DeskPerson {
	readonly name: string;
	readonly email: string;
}

/** Makes an account with these roles, through the same doors as a person. */
export async function addPerson(
	product: Product,
	name: string,
	roles: readonly string[],
): Promise<DeskPerson> {
	const email = `${name.toLowerCase().replaceAll(" ", ".")}@example.com`;
	const token = randomBytes(32).toString("base64url");
	const nowMs = Date.now();
	await createInvitation(product.database(), {
		id: freshId(nowMs),
		email,
		roleNames: [...roles],
		invitedBy: null,
		createdAtMs: nowMs,
		expiresAtMs: nowMs + 3_600_000,
		tokenHash: createHash("sha256").update(token).digest("base64url"),
	});
	const response = await fetch(`${product.origin}/api/auth/invitation/accept`, {
		method: "POST",
		headers: { "content-type": "application/json" },
		body: JSON.stringify({ token, name, password: PASSWORD }),
	});
	if (!response.ok) throw new Error(`${email} could not join: ${await response.text()}`);
	return { name, email };
}

/** An access token of this person, for calls without a browser. */
export async function tokenOf(origin: string, { email }: DeskPerson): Promise<string> {
	const response = await fetch(`${origin}/api/auth/sign-in`, {
		method: "POST",
		headers: { "content-type": "application/json" },
		body: JSON.stringify({ email, password: PASSWORD }),
	});
	const answer = SignedIn.safeParse(await response.json());
	if (!answer.success) throw new Error(`${email} could not sign in: ${response.status}`);
	return answer.data.accessToken;
}

/** Opens a page of the desk, is asked to sign in, does, and is back. */
export async function signInToDesk(
	page: Page,
	origin: string,
	{ email }: DeskPerson,
	path = "/app",
): Promise<void> {
	await page.goto(`${origin}${path}`);
	await page.getByLabel("E-mail").fill(email);
	await page.getByLabel("Password").fill(PASSWORD);
	const isIn = async (): Promise<boolean> => /\/app\/./u.test(page.url());
	await waitUntil(60_000, async () => {
		if (await isIn()) return true;
		// on a busy machine a store may answer too late: a person presses again
		const button = page.getByRole("button", { name: "Sign in", exact: true });
		if ((await button.count()) > 0) await button.click({ timeout: 2_000 }).catch(() => undefined);
		await page.waitForURL(/\/app\/./u, { timeout: 5_000 }).catch(() => undefined);
		return isIn();
	});
	await page.getByRole("heading", { level: 1 }).waitFor();
}

/** A browser of this person's own, signed in at the desk; what its console complains of is gathered. */
export async function enterDesk(
	browser: Browser,
	origin: string,
	person: DeskPerson,
	path?: string,
): Promise<{ page: Page; context: BrowserContext; complaints: string[] }> {
	const context = await browser.newContext({
		locale: "en-GB",
		viewport: { width: 1440, height: 900 },
		reducedMotion: "reduce",
	});
	const complaints: string[] = [];
	const page = await openPage(context, "about:blank", complaints);
	await signInToDesk(page, origin, person, path);
	return { page, context, complaints };
}

/** All of these pages take over before the desk has heard of any of them: each knows the same of who answers. */
export async function takeOverTogether(pages: readonly Page[]): Promise<void> {
	let ordered = 0;
	let letGo = (): void => undefined;
	const all = new Promise<void>((resolve) => (letGo = resolve));
	for (const page of pages)
		await page.route(
			"**/take-over",
			async (route) => {
				ordered += 1;
				if (ordered === pages.length) letGo();
				await all;
				await route.continue();
			},
			{ times: 1 },
		);
	await Promise.all(pages.map((page) => page.locator("body").press("t")));
	await all;
}
