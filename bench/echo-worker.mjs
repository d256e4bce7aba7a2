// The smallest object that keeps what it says: one hibernating socket, one insert, one frame back. What a full turn is
// measured against. Plain JavaScript, for workerd runs this file as it is.
import { DurableObject } from "cloudflare:workers";

export class EchoDurableObject extends DurableObject {
	constructor(ctx, env) {
		super(ctx, env);
		ctx.storage.sql.exec("create table if not exists entries (seq integer primary key, text text not null)");
	}

	fetch() {
		const { 0: client, 1: server } = new WebSocketPair();
		this.ctx.acceptWebSocket(server);
		return new Response(null, { status: 101, webSocket: client });
	}

	webSocketMessage(socket, text) {
		this.ctx.storage.sql.exec("insert into entries (text) values (?)", text);
		socket.send(text);
	}
}

export default {
	fetch(request, env) {
		const { pathname, searchParams } = new URL(request.url);
		if (pathname === "/healthz") return new Response("ok");
		return env.ECHO.getByName(searchParams.get("name") ?? "echo").fetch(request);
	},
};
