import { test } from "vitest";
import type { ConversationEvent } from "../contracts/protocol.ts";
import { serveOnLoopback } from "../gateway/testing/loopback-server.ts";
import { tellListener } from "./tell-listener.ts";

const said = (text: string): ConversationEvent => ({
	kind: "bot",
	seq: 1,
	atMs: 0,
	text,
	buttons: [],
	imageUrl: null,
	extra: null,
});

test("[CB6] a callback gets each message by itself, in order, with what the configuration adds", async ({
	expect,
}) => {
	const got: unknown[] = [];
	const server = await serveOnLoopback((request, response) => {
		let body = "";
		request.on("data", (chunk: Buffer) => (body += chunk.toString()));
		request.on("end", () => {
			got.push([request.method, request.url, request.headers["x-team"], JSON.parse(body)]);
			response.writeHead(request.url?.startsWith("/broken") === true ? 500 : 200).end();
		});
	});
	const env = (path: string) => ({
		ENVIRONMENT: "development",
		CALLBACK_CHANNEL: JSON.stringify({
			url: `${server.url}${path}`,
			headers: { "X-Team": "care" },
		}),
	});
	const listener = { kind: "callback", name: "ann" } as const;
	expect(await tellListener(env("/hook"), listener, [said("One.\n\nTwo.")])).toBe(true);
	expect(got).toEqual([
		["POST", "/hook", "care", { recipient_id: "ann", text: "One." }],
		["POST", "/hook", "care", { recipient_id: "ann", text: "Two." }],
	]);
	await expect(tellListener(env("/broken"), listener, [said("x")])).rejects.toThrow(/status 500/);
	await server.close();
	expect(await tellListener({}, listener, [said("x")])).toBe(false);
	expect(await tellListener({}, { kind: "socketio", name: "sid" }, [said("x")])).toBe(false);
});
