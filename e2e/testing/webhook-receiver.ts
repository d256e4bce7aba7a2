/** Takes whatever a webhook delivers. */
import { serveOnLoopback } from "../../gateway/testing/loopback-server.ts";

export interface WebhookReceiver {
	readonly url: string;
	/** `webhook-id` of each delivery, in the order in which they came. */
	readonly ids: readonly string[];
	close(): Promise<void>;
}

export async function webhookReceiver(): Promise<WebhookReceiver> {
	const ids: string[] = [];
	const server = await serveOnLoopback((request, response) => {
		ids.push(String(request.headers["webhook-id"]));
		request.resume().on("end", () => response.writeHead(202).end());
	});
	return { url: `${server.url}/hook`, ids, close: server.close };
}
