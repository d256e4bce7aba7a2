/** Stands in for Sentry in tests: takes envelopes and keeps them. */
import { z } from "zod";
import { serveOnLoopback } from "../../gateway/testing/loopback-server.ts";

const Envelope = z.object({
	event_id: z.string(),
	environment: z.string(),
	release: z.string(),
	tags: z.record(z.string(), z.string()),
	exception: z.object({ values: z.array(z.object({ type: z.string(), value: z.string() })) }),
});

/** Takes what Sentry would take: an envelope is lines of JSON, a header, then pairs of item header and payload. */
export async function withRecorder(
	use: (
		dsn: string,
		received: { path: string; raw: string }[],
		settled: (count: number) => Promise<void>,
	) => Promise<void>,
) {
	const received: { path: string; raw: string }[] = [];
	const waiting: { count: number; wake: () => void }[] = [];
	const server = await serveOnLoopback((request, response) => {
		const chunks: Buffer[] = [];
		request.on("data", (chunk: Buffer) => chunks.push(chunk));
		request.on("end", () => {
			received.push({ path: request.url ?? "", raw: Buffer.concat(chunks).toString("utf8") });
			response.end("{}");
			for (const waiter of waiting) if (received.length >= waiter.count) waiter.wake();
		});
	});
	const settled = (count: number) =>
		received.length >= count ? Promise.resolve() : new Promise<void>((wake) => waiting.push({ count, wake }));
	try {
		await use(`http://publickey@127.0.0.1:${server.port}/42`, received, settled);
	} finally {
		await server.close();
	}
}

/** The event of an envelope, checked. */
export function parseEnvelope(raw: string) {
	const [header = "", itemHeader = "", payload = ""] = raw.split("\n");
	JSON.parse(header);
	const { type } = z.object({ type: z.string() }).parse(JSON.parse(itemHeader));
	return { type, event: Envelope.parse(JSON.parse(payload)) };
}

/** What may stand in no log line and no report. */
export const PLANTED = {
	text: "my cat is called Zebedee",
	email: "zebedee.planted@example.com",
	card: "4111 1111 1111 1111",
	password: "hunter2-planted",
};
