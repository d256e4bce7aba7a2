/** What a row is about, taken out: each row must then fail, or it does not see what it is there for. */

export interface Guard {
	/** Whose guard it is: `S1`. */
	readonly row: string;
	/** What is missing, in plain words. */
	readonly what: string;
	readonly file: string;
	/** Stands exactly once in the file. */
	readonly find: string;
	readonly replace: string;
	/** What a fault of the row must say: other trouble, such as a product that does not start, does not count. */
	readonly fault: RegExp;
}

export const GUARDS: readonly Guard[] = [
	{
		row: "S1",
		what: "the longest frame",
		file: "durable-objects/parse-frame.ts",
		find: "if (isLongerThan(raw, MAX_FRAME_BYTES))",
		replace: "if (isLongerThan(raw, Infinity))",
		fault: /in the place of payload_too_large$/,
	},
	{
		row: "S1",
		what: "that sockets are not compressed",
		file: "wrangler.toml",
		find: '["no_web_socket_compression"]',
		replace: "[]",
		fault: /^a socket that offers compression gets permessage-deflate/,
	},
	{
		row: "S2",
		what: "the check of a token's signature",
		file: "worker/auth/token.ts",
		find: "await jwtVerify(token, (header) => keys.verificationKey({ ...header }), {",
		replace:
			'((payload, _rules) => ({ payload }))(JSON.parse(atob((token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/"))), {',
		fault: /^(?:visitor|session|ticket), signature of zeros: /,
	},
	{
		row: "S2",
		what: "a token's end",
		file: "worker/auth/token.ts",
		find: "maxTokenAge: kind.lifetimeSeconds,",
		replace: "clockTolerance: 1e12,",
		fault: /^(?:visitor|session|ticket), expired: /,
	},
	{
		row: "S3",
		what: "the permission of a route",
		file: "worker/auth/principal.ts",
		find: "if (!c.var.principal.permissions.has(permission))",
		replace: 'if (permission !== "users:write" && !c.var.principal.permissions.has(permission))',
		fault: /: may not call it$/,
	},
	{
		row: "S3",
		what: "whose conversation it is",
		file: "worker/auth/access.ts",
		find: "(await conversation.access())?.visitorId === visitorId",
		replace: "(await conversation.access()) !== null",
		fault: / for somebody else's, /,
	},
	{
		row: "S4",
		what: "the origin of what changes something",
		file: "worker/middleware/origins.ts",
		find: "if (UNSAFE.has(c.req.method) && origin !== undefined && !(await mayKnock(c, origin)))",
		replace: "if (origin !== undefined && c === undefined)",
		fault: /^(?:post|put|patch|delete) \S+ from /,
	},
	{
		row: "S4",
		what: "that a socket names its origin",
		file: "worker/routes/socket.ts",
		find: "if (origin === undefined || !(await mayKnock(c, origin)))",
		replace: "if (origin !== undefined && !(await mayKnock(c, origin)))",
		fault: /^a socket from null: /,
	},
	{
		row: "S6",
		what: "a bound parameter of a search",
		file: "store/users.ts",
		find: "strpos(lower(u.name), ${words.toLowerCase()})",
		replace: "strpos(lower(u.name), ${sql.raw(`'${words.toLowerCase()}'`)})",
		fault: /^get \/api\/users /,
	},
	{
		row: "S6",
		what: "the care for NUL, which PostgreSQL takes nowhere",
		file: "store/desk/search-hit.ts",
		find: "websearch_to_tsquery('simple', ${storableText(search)})",
		replace: "websearch_to_tsquery('simple', ${search})",
		fault: /"\\u0000": 5\d\d /,
	},
	{
		row: "S7",
		what: "the refusal beyond a limit",
		file: "worker/middleware/rate-limit.ts",
		find: "if (decision.allowed) return;",
		replace: "if (decision !== null) return;",
		fault: /came through, the limit is/,
	},
	{
		row: "S7",
		what: "that of a list of addresses only our own ingress's counts",
		file: "worker/limits/client-address.ts",
		find: '.split(",").at(-1)',
		replace: '.split(",").at(0)',
		fault: /a list before one's own address: /,
	},
	{
		row: "S8",
		what: "the bound of a repetition",
		file: "observability/scrub.ts",
		find: "\\b[a-z][a-z0-9+.-]{0,30}:",
		// begun anywhere, and read in the slow way: five times the row's bound, for a machine that is faster
		replace: "[a-z](?:[a-z0-9]|[+.-])*:",
		fault: /^observability\/scrub\.ts:/,
	},
	{
		row: "S8",
		what: "the refusal of dangerous patterns in a project",
		file: "nlu/patterns/regex-danger.ts",
		find: "if (!isCostly(pattern, failing, [], quickSteps / TEXT_CHARS)) return false;",
		replace: "if (failing.all.length >= 0) return false;",
		fault: /^care validate takes /,
	},
	{
		row: "S10",
		what: "the refusal of inner addresses",
		file: "durable-objects/outgoing-address.ts",
		find: "if (rules.publicOnly && isPrivateHost(url.hostname))",
		replace: 'if (rules.publicOnly && url.hostname === "")',
		fault: /^(?:POST|PATCH) of a webhook to /,
	},
	{
		row: "S10",
		what: "that redirects of a receiver are not followed",
		file: "durable-objects/webhooks/send-delivery.ts",
		find: 'redirect: "manual"',
		replace: 'redirect: "follow"',
		fault: /redirects were followed/,
	},
	{
		row: "S12",
		what: "the limit of guesses at one account",
		file: "worker/auth/attempts.ts",
		find: "await takeLimit(c, limit, `${account}:${address}`);",
		replace: "",
		fault: /^guesses from one address: /,
	},
	{
		row: "S12",
		what: "one answer to a sign-up, whoever has the address already",
		file: "worker/routes/auth/sign-up.ts",
		find: "const draft = { email, name,",
		replace: "if (known !== null) throw usedLink();\n\t\tconst draft = { email, name,",
		fault: /^sign-up tells who has an account: /,
	},
	{
		row: "S13",
		what: "that the log has a route's pattern, not the path that was asked for",
		file: "worker/middleware/request-log.ts",
		find: "route: routePath(c, -1),",
		replace: "route: c.req.path,",
		fault: / in the log: /,
	},
	{
		row: "S14",
		what: "the fixed headers of an answer",
		file: "worker/middleware/security-headers.ts",
		find: "for (const [name, value] of SECURITY_HEADERS) c.header(name, value);",
		replace: "",
		fault: /: Content-Security-Policy: null$/,
	},
	{
		row: "S14",
		what: "that the API's answers are kept by nobody",
		file: "worker/middleware/security-headers.ts",
		find: 'if (!c.res.headers.has("Cache-Control")) c.header("Cache-Control", "no-store");',
		replace: "",
		fault: /: Cache-Control: null in the place of no-store$/,
	},
];

/**
 * The source without its guard.
 *
 * @throws Error when the guard's text is not there exactly once
 */
export function withoutGuard(source: string, { file, find, replace }: Guard): string {
	const [before, after, ...more] = source.split(find);
	if (before === undefined || after === undefined || more.length > 0)
		throw new Error(
			`${file} has ${JSON.stringify(find)} ${source.split(find).length - 1} times, and must have it once: mend it in trust/guards.ts`,
		);
	return `${before}${replace}${after}`;
}
