import { readdirSync } from "node:fs";
import { PAGES_DIRECTORY } from "../../cli/build-product.ts";
import { SECURITY_HEADERS } from "../../contracts/security-headers.ts";
import { type Answer, forEachOf } from "../http-client.ts";
import { addressOf, ENDS_THE_SESSION, type RouteUnderTest } from "../operations.ts";
import type { Row, Verdict } from "../row.ts";
import { PASSWORD, type Target } from "../targets.ts";

/** What may differ from the strictest: kept by nobody, no cookie, no CORS for strangers. */
interface Exception {
	readonly cache?: string;
	readonly cookies?: readonly string[];
}

/**
 * A route that is not named here must be of the strictest kind; one that needs something else fails until it is named, and a
 * name that is no route any more fails too.
 */
const EXCEPTIONS: Readonly<Record<string, Exception>> = {
	"get /.well-known/jwks.json": { cache: "public, max-age=300" },
	"get /api/auth/providers": { cache: "public, max-age=60" },
	"get /api/site": { cache: "public, max-age=60" },
	"post /api/auth/sign-in": { cookies: ["care_refresh", "care_device"] },
	"post /api/auth/refresh": { cookies: ["care_refresh"] },
	"post /api/auth/sign-out": { cookies: ["care_refresh"] },
};

export const headers: Row = {
	id: "S14",
	cases: "routes and pages",
	atLeast: { quick: 100, full: 100 },
	async run(targets) {
		const target = await targets.open();
		const verdicts = [await ofRoutes(target), await ofCookies(target), await ofPages(target)];
		return {
			cases: verdicts.reduce((sum, { cases }) => sum + cases, 0),
			faults: verdicts.flatMap(({ faults }) => faults),
		};
	},
};

async function ofRoutes(target: Target): Promise<Verdict> {
	const { client, routes, addPerson } = target;
	const admin = await (await addPerson(["admin"])).auth();
	const faults: string[] = [];
	let cases = 0;
	const names = new Set(routes.map(({ name }) => name));
	for (const name of Object.keys(EXCEPTIONS))
		if (!names.has(name)) faults.push(`${name} is no route any more: take its exception away`);
	const asked = routes.filter(({ name }) => !ENDS_THE_SESSION.has(name));
	await forEachOf(asked, 8, async (route) => {
		for (const auth of [{}, admin]) {
			const answer = await client.ask(addressOf(route), {
				method: route.method,
				headers: auth,
				...(route.body === undefined ? {} : { body: route.body }),
			});
			cases += 1;
			faults.push(...faultsOfRoute(route, answer).map((fault) => `${route.name} ${answer.status}: ${fault}`));
		}
	});
	return { cases, faults };
}

/** What is wrong with the headers of a route's answer. */
export function faultsOfRoute({ name }: Pick<RouteUnderTest, "name">, answer: Answer): readonly string[] {
	const { cache = "no-store", cookies = [] } = EXCEPTIONS[name] ?? {};
	const faults = faultsOfAll(answer);
	const told = answer.headers.get("Cache-Control");
	// what has a tag is asked for again each time, and kept by the caller alone
	const isTagged = told === "private, no-cache" && answer.headers.has("ETag");
	const isRight = told === cache || told === "no-store" || (isTagged && cache === "no-store");
	if (!isRight) faults.push(`Cache-Control: ${told} in the place of ${cache}`);
	for (const line of answer.headers.getSetCookie())
		if (!cookies.includes(line.split("=")[0] ?? "")) faults.push(`sets a cookie: ${line.split("=")[0]}`);
	return faults;
}

/** What every answer has, a page's too. */
function faultsOfAll({ headers, status }: Answer): string[] {
	if (status === 101) return [];
	const faults = SECURITY_HEADERS.flatMap(([name, value]) =>
		headers.get(name) === value ? [] : [`${name}: ${headers.get(name)}`],
	);
	if (headers.has("Access-Control-Allow-Origin")) faults.push("gives CORS to who did not ask");
	for (const name of ["Server", "X-Powered-By"])
		if (headers.has(name)) faults.push(`tells what it is made with: ${name}`);
	return faults;
}

/** Cookies no script can read, that go to /api/auth of our own site alone; CORS for our own page, with nothing of a stranger's. */
async function ofCookies({ client, product, addPerson }: Target): Promise<Verdict> {
	const { email } = await addPerson(["customer"]);
	const answer = await client.askPatiently("/api/auth/sign-in", {
		method: "POST",
		headers: { Origin: product.origin },
		body: { email, password: PASSWORD },
	});
	const faults: string[] = [];
	const lines = answer.headers.getSetCookie();
	for (const line of lines) {
		const name = line.split("=")[0] ?? "";
		for (const part of ["HttpOnly", "SameSite=Strict", "Path=/api/auth", "Max-Age="])
			if (!line.includes(part)) faults.push(`the cookie ${name} is without ${part}`);
		if (/domain=/i.test(line)) faults.push(`the cookie ${name} goes to other hosts`);
	}
	if (lines.length !== 2) faults.push(`a sign-in sets ${lines.length} cookies in the place of 2`);
	if (answer.headers.get("Access-Control-Allow-Origin") !== product.origin)
		faults.push("our own page may not read a sign-in");
	if (answer.headers.has("Access-Control-Allow-Credentials")) faults.push("cookies go along with CORS");
	return { cases: lines.length + 1, faults };
}

/** Every page of the build by its address, and what is no page. */
async function ofPages({ client }: Target): Promise<Verdict> {
	const pages = readdirSync(PAGES_DIRECTORY).filter((file) => file.endsWith(".html"));
	const paths = pages.flatMap((file) => [`/${file}`, `/${file.replace(/(index)?\.html$/, "")}`]);
	const faults: string[] = [];
	for (const path of [
		...paths,
		"/nothing-here",
		"/_headers",
		"/..%2f..%2fetc%2fpasswd",
		"/api/nothing",
		"/api",
	]) {
		const answer = await client.ask(path);
		faults.push(...faultsOfAll(answer).map((fault) => `${path} ${answer.status}: ${fault}`));
		const isPage = paths.includes(path);
		if (isPage !== (answer.status === 200)) faults.push(`${path} answers ${answer.status}`);
		if (isPage && /<script(?![^>]*\bsrc=)[^>]*>|\son\w+=|<style\b|\sstyle=/i.test(answer.text))
			faults.push(`${path} has inline script or style, which the policy refuses`);
		if (isPage && answer.headers.get("Cache-Control") !== "public, max-age=0, must-revalidate")
			faults.push(`${path} may be kept: ${answer.headers.get("Cache-Control")}`);
	}
	return { cases: paths.length + 5, faults };
}
