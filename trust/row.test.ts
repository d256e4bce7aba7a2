import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { test } from "vitest";
import { faultsOfRoute } from "./attacks/s14-headers.ts";
import { faultOf } from "./attacks/s3-access.ts";
import { routesOf, stringPlaces } from "./operations.ts";
import { faultsOf, type Row } from "./row.ts";
import { runRows } from "./run-rows.ts";
import { BY_TOOLS, SECURITY } from "./security.ts";
import { faultsInReport, faultsOfRun } from "./tools/schemathesis.ts";
import { verdictOf } from "./tools/sqlmap.ts";

const row = (run: Row["run"]): Row => ({ id: "S0", cases: "inputs", atLeast: { quick: 2, full: 20 }, run });

test("[TR1] a row that tried fewer inputs than it says, or throws, has failed", async ({ expect }) => {
	const short = row(async () => ({ cases: 19, faults: [] }));
	expect(faultsOf({ cases: 19, faults: [] }, short, "full")).toEqual(["only 19 of 20 inputs were tried"]);
	expect(faultsOf({ cases: 2, faults: [] }, short, "quick")).toEqual([]);
	const lines: string[] = [];
	const broken = row(async () => {
		throw new Error("the product is away");
	});
	const { passed, failed } = await runRows([short, broken], "full", (line) => lines.push(line));
	expect([passed, failed]).toEqual([0, 2]);
	expect(lines.at(-1)).toBe("0 passed, 2 failed");
	expect(lines.join("\n")).toContain("the product is away");
	expect(lines[0]).toMatch(/^S0 19 inputs: FAILED/);
});

test("[TR2] a wrong call is refused by name", { timeout: 120_000 }, async ({ expect }) => {
	const call = (...words: string[]) =>
		promisify(execFile)(process.execPath, ["trust/trust.ts", ...words]).then(
			() => [0, ""],
			(error: unknown) => [Reflect.get(Object(error), "code"), String(Reflect.get(Object(error), "stderr"))],
		);
	expect(await call()).toEqual([2, expect.stringContaining("npm run trust -- security")]);
	expect(await call("security", "--only", "S1,S99")).toEqual([2, expect.stringContaining("knows no S99")]);
	expect(await call("guards", "--only", "S15")).toEqual([2, expect.stringContaining("knows no S15")]);
	expect(await call("security", "--loud")).toEqual([2, expect.stringContaining("--loud")]);
	expect(await call("--help")).toEqual([0, ""]);
});

test("[TR1] every row has a name of its own and at least as many inputs in the full size", ({ expect }) => {
	const all = [...SECURITY, ...BY_TOOLS];
	expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
	for (const { atLeast } of all) expect(atLeast.full).toBeGreaterThanOrEqual(atLeast.quick);
});

test("[S3] what an answer says of its route's access", ({ expect }) => {
	const reader = { kind: "user", permissions: ["users:read"] } as const;
	const visitor = { kind: "visitor", permissions: [] } as const;
	expect(faultOf({ access: "users:read", name: "get /api/x" }, reader, 200)).toBe(null);
	expect(faultOf({ access: "users:read", name: "get /api/x" }, reader, 403)).toBe("may call it");
	expect(faultOf({ access: "users:write", name: "get /api/x" }, reader, 404)).toBe("may not call it");
	expect(faultOf({ access: "users:read", name: "get /api/x" }, visitor, 200)).toBe("must be 401");
	expect(faultOf({ access: "own-conversation", name: "get /api/x" }, visitor, 200)).toBe("must be shut");
	expect(faultOf({ access: "public", name: "get /api/x" }, visitor, 500)).toBe("ours");
});

test("[S14] a route that is not named is of the strictest kind", ({ expect }) => {
	const answer = (more: Record<string, string>) => {
		const headers = new Headers({ "Cache-Control": "no-store", ...more });
		return faultsOfRoute({ name: "get /api/new" }, { status: 200, headers, text: "", durationMs: 0 });
	};
	const without = answer({});
	expect(without.some((fault) => fault.startsWith("Content-Security-Policy"))).toBe(true);
	const more = (headers: Record<string, string>) =>
		answer(headers).filter((fault) => !without.includes(fault));
	expect(more({ "Cache-Control": "public" })).toEqual(["Cache-Control: public in the place of no-store"]);
	expect(more({ "Set-Cookie": "a=b" })).toEqual(["sets a cookie: a"]);
	expect(more({ "Access-Control-Allow-Origin": "*" })).toEqual(["gives CORS to who did not ask"]);
});

test("[S6] every string of a request is a place, and sqlmap's silence is no pass", ({ expect }) => {
	const [route] = routesOf({
		paths: {
			"/x/{id}": {
				post: {
					operationId: "x",
					"x-access": "public",
					parameters: [
						{ name: "id", in: "path", required: true, schema: {} },
						{ name: "search", in: "query", required: false, schema: {} },
					],
					requestBody: { content: { "application/json": { schema: { $ref: "#/components/schemas/X" } } } },
					responses: {},
				},
			},
		},
		components: {
			schemas: {
				X: {
					type: "object",
					properties: { a: { type: "string" }, b: { type: "array", items: { type: "string" } } },
				},
			},
		},
	});
	const places = route === undefined ? [] : stringPlaces(route);
	expect(places.map(({ name, fill }) => [name, fill("'")])).toEqual([
		["path.id", { path: "/x/'", body: { a: "sample-text", b: ["sample-text"] }, headers: {} }],
		["query.search", expect.objectContaining({ path: expect.stringContaining("search=%27") })],
		["body.a", expect.objectContaining({ body: { a: "'", b: ["sample-text"] } })],
		["body.b.0", expect.objectContaining({ body: { a: "sample-text", b: ["'"] } })],
	]);
	expect(verdictOf("/x", "connection refused").faults).toHaveLength(1);
	expect(verdictOf("/x", "Parameter: search (GET)\n").faults).toHaveLength(1);
	expect(verdictOf("/x", "all tested parameters do not appear to be injectable").faults).toEqual([]);
});

test("[S15] what schemathesis's report says is read by operation, errors of its own too", ({ expect }) => {
	const report = `<testsuite><testcase name="GET /fine" time="0.1" /><testcase name="POST /a" time="0.2">
		<failure type="failure" message="ST103">Undocumented &lt;413&gt;
		Received</failure><error type="error">no answer</error></testcase></testsuite>`;
	expect(faultsInReport(report)).toEqual(["POST /a: Undocumented <413> Received", "POST /a: no answer"]);
	expect(faultsInReport("<testsuite/>")).toEqual([]);
});

test("[S15] a run of schemathesis that broke off is no pass", ({ expect }) => {
	const fine = '<testsuites><testsuite><testcase name="GET /fine" time="0.1" /></testsuite></testsuites>\n';
	const faulty = `<testsuites><testsuite><testcase name="GET /a" time="0.1">
		<failure>a 500</failure></testcase></testsuite></testsuites>`;
	const printed = "Traceback (most recent call last):\nKeyError: 'x'\n";
	const run = (code: number | null, report: string | null) => faultsOfRun({ code, printed, report });
	expect(run(0, fine)).toEqual([]);
	expect(run(1, faulty)).toEqual(["GET /a: a 500"]);
	expect(run(0, faulty)).toEqual(["GET /a: a 500"]);
	for (const [code, report] of [
		[1, fine],
		[2, fine],
		[null, faulty],
		[0, null],
		[1, null],
		[0, ""],
		[1, faulty.slice(0, -1)],
	] as const)
		expect(run(code, report)).toEqual([
			`schemathesis came to no verdict (${code}): Traceback (most recent call last):\nKeyError: 'x'`,
		]);
});
