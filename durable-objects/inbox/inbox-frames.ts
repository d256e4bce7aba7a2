import { INBOX_FRAME_NEEDS, INBOX_PROTOCOL_VERSION, type InboxClientFrame } from "../../contracts/inbox.ts";
import { assertNever } from "../../dialogue/assert-never.ts";
import { forbiddenFrame } from "../desk/forbidden-frame.ts";
import { type InboxNews, MAX_CATCH_UP } from "./inbox-news.ts";
import { pageOfRows } from "./inbox-rows.ts";
import type { InboxSockets } from "./inbox-sockets.ts";
import type { InboxStore } from "./inbox-store.ts";

interface InboxContext {
	readonly store: InboxStore;
	readonly sockets: InboxSockets;
	readonly news: InboxNews;
}

/** Answers one frame of one agent's socket. */
export function handleInboxFrame(context: InboxContext, socket: WebSocket, frame: InboxClientFrame): void {
	const { store, sockets, news } = context;
	const { agent, may, isGreeted } = sockets.memory(socket);
	const needed = INBOX_FRAME_NEEDS[frame.type];
	if (!may.includes(needed)) return sockets.send(socket, forbiddenFrame(needed));
	if (frame.type === "hello") {
		if (frame.protocol !== INBOX_PROTOCOL_VERSION) return sockets.close(socket, "protocol");
		return welcome(context, socket, frame.version);
	}
	if (!isGreeted)
		return sockets.send(socket, {
			type: "error",
			code: "bad_frame",
			message: "The first frame of a socket is `hello`.",
			...(frame.type === "list" ? { request: frame.request } : {}),
		});
	switch (frame.type) {
		case "list": {
			const { rows, nextCursor } = pageOfRows(store.rows.values(), agent.id, frame);
			return sockets.send(socket, {
				type: "page",
				request: frame.request,
				version: store.version,
				rows: rows.map((row) => store.toInboxRow(row)),
				nextCursor,
			});
		}
		case "availability": {
			const known = store.agents.get(agent.id);
			store.keepAgent({ givenAtMs: 0, ...known, ...agent, availability: frame.availability });
			return news.agentsChanged();
		}
		default:
			return assertNever(frame);
	}
}

function welcome({ store, sockets, news }: InboxContext, socket: WebSocket, version: number | null): void {
	// what has not been told yet goes out first: the welcome covers all of it
	news.tell();
	const { agent } = sockets.memory(socket);
	sockets.greet(socket);
	const missed =
		version === null || version < store.forgottenVersion || version > store.version
			? null
			: [...store.rows.values()].filter((row) => row.version > version);
	const isFresh = missed === null || missed.length > MAX_CATCH_UP;
	const desk = news.desk();
	const me = desk.agents.find(({ id }) => id === agent.id);
	if (me === undefined) throw new Error("an agent is at the desk whom the inbox does not know");
	sockets.send(socket, {
		type: "welcome",
		protocol: INBOX_PROTOCOL_VERSION,
		me,
		version: store.version,
		isFresh,
		rows: isFresh ? [] : missed.map((row) => store.toInboxRow(row)),
		removed: [],
		counts: store.counts.of(agent.id),
		...desk,
	});
	news.agentsChanged();
}
