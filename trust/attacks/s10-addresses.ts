import { z } from "zod";
import { INNER_ADDRESSES } from "../../contracts/testing/inner-addresses.ts";
import { ChatClient } from "../../e2e/testing/chat-client.ts";
import { waitUntil } from "../../e2e/testing/product.ts";
import { serveOnLoopback } from "../../gateway/testing/loopback-server.ts";
import type { Row, Verdict } from "../row.ts";
import type { Target } from "../targets.ts";

export const addresses: Row = {
	id: "S10",
	cases: "outgoing addresses",
	atLeast: { quick: 100, full: 100 },
	async run(targets) {
		const strict = await targets.start(STRICT);
		const verdicts = [await refusals(strict), await redirects(await targets.start({}))];
		return {
			cases: verdicts.reduce((sum, { cases }) => sum + cases, 0),
			faults: verdicts.flatMap(({ faults }) => faults),
		};
	},
};

/** As strict as production: the webhooks of development may go to one's own machine. No mail is ever sent from there. */
const STRICT = {
	CARE_ENVIRONMENT: "staging",
	PUBLIC_URL: "https://care.example",
	MAIL: '{"provider":"resend","from":"care@care.example","url":"http://127.0.0.1:9/"}',
	MAIL_TOKEN: "no-mail-is-sent",
};

/** Made or changed, a webhook never points inside. */
async function refusals({ client, addPerson }: Target): Promise<Verdict> {
	const admin = await (await addPerson(["admin"])).auth();
	const faults: string[] = [];
	let cases = 0;
	const events = ["message.created"];
	const ask = (method: string, path: string, body: unknown) =>
		client.ask(path, { method, headers: admin, body });
	const made = await ask("POST", "/api/webhooks", { url: "https://shop.example/hook", events });
	if (made.status !== 201)
		return { cases: 0, faults: [`a webhook to a public address: ${made.status} ${made.text}`] };
	const { id } = z.object({ id: z.string() }).parse(JSON.parse(made.text));
	for (const url of INNER_ADDRESSES)
		for (const [method, path] of [
			["POST", "/api/webhooks"],
			["PATCH", `/api/webhooks/${id}`],
		] as const) {
			const answer = await ask(method, path, method === "POST" ? { url, events } : { url });
			cases += 1;
			if (answer.status !== 400) faults.push(`${method} of a webhook to ${url}: ${answer.status}`);
		}
	return { cases, faults };
}

/** A receiver that sends us elsewhere: nobody comes there, whatever kind of redirect it is. */
async function redirects({ client, product, addPerson }: Target): Promise<Verdict> {
	const admin = await (await addPerson(["admin"])).auth();
	let inside = 0;
	const taken: number[] = [];
	const inner = await serveOnLoopback((_request, response) => {
		inside += 1;
		response.end("secret");
	});
	const kinds = [301, 302, 303, 307, 308];
	const outer = await serveOnLoopback((_request, response) => {
		const status = kinds[taken.length % kinds.length] ?? 302;
		taken.push(status);
		response.writeHead(status, { Location: `${inner.url}/latest/meta-data/` }).end();
	});
	const made = await client.ask("/api/webhooks", {
		method: "POST",
		headers: admin,
		body: { url: `${outer.url}/hook`, events: ["message.created"] },
	});
	try {
		const { id } = z.object({ id: z.string() }).parse(JSON.parse(made.text));
		for (let round = 1; round <= kinds.length; round += 1) {
			const chat = await ChatClient.create(product.origin);
			await chat.connect();
			await chat.ask("hello");
			await waitUntil(60_000, () => taken.length >= round);
			chat.close();
		}
		await client.ask(`/api/webhooks/${id}`, { method: "DELETE", headers: admin });
		return {
			cases: taken.length,
			faults: inside === 0 ? [] : [`${inside} redirects were followed to where they led`],
		};
	} finally {
		await Promise.all([inner.close(), outer.close()]);
	}
}
