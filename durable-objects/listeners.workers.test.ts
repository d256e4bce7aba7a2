import { evictDurableObject, reset } from "cloudflare:test";
import { afterEach, beforeEach, test } from "vitest";
import { freshId } from "../store/fresh-id.ts";
import { MAX_LISTENERS } from "./listener-table.ts";
import { world } from "./testing/scripted-world.ts";
import { newConversation, newId, unknownConversation, setOwner } from "./testing/test-client.ts";

beforeEach(() => world.reset());
afterEach(() => reset());

const listener = (name: string) => ({ kind: "socketio", name }) as const;

/** A conversation of a channel, that nobody has begun, and what its listeners heard. */
function channelConversation() {
	const id = freshId(0);
	const stub = unknownConversation(id);
	return {
		stub,
		listen: (name: string) => stub.listen({ id, channel: "socketio", listener: listener(name) }),
		say: (text: string) => stub.postMessage({ id: newId(), text, inputChannel: "socketio" }),
	};
}

function heardBy(name: string): string[] {
	return world.told
		.filter((told) => told.listener.name === name)
		.flatMap(({ events }) => events.flatMap((event) => (event.kind === "bot" ? [event.text ?? ""] : [])));
}

test("[LI1] listeners hear what the conversation gains, in order, over an eviction; listening begins it", async ({
	expect,
}) => {
	const own = channelConversation();
	await own.listen("a");
	await own.say("one");
	await own.listen("b");
	await own.listen("b");
	await evictDurableObject(own.stub);
	await own.say("two");
	await setOwner(own.stub, "queue");
	expect(heardBy("a")).toEqual(["You said: one", "You said: two"]);
	expect(heardBy("b")).toEqual(["You said: two"]);
	expect(world.told.at(-1)?.events).toMatchObject([{ kind: "system", code: "owner_changed" }]);
});

test("[LI2] one that is gone is forgotten; one that fails is told the next thing, and the turn goes on", async ({
	expect,
}) => {
	const own = channelConversation();
	await own.listen("gone");
	await own.listen("shaky");
	const asked: string[] = [];
	world.tell = async ({ name }) => {
		asked.push(name);
		if (name === "shaky" && asked.length < 4) throw new Error("no line");
		return name !== "gone";
	};
	expect(await own.say("one")).toMatchObject({ ok: true });
	await own.say("two");
	expect(asked.filter((name) => name === "gone")).toHaveLength(1);
	expect(asked.filter((name) => name === "shaky").length).toBeGreaterThan(2);
	expect(world.logged.filter(({ event }) => event === "listener.failed")).not.toEqual([]);
});

test("[LI3] a visitor's conversation has no listeners, and no conversation has too many", async ({
	expect,
}) => {
	const id = newId();
	const stub = await newConversation(id);
	const refused = (work: Promise<void>) =>
		work.then(
			() => "taken",
			(error: unknown) => String(error),
		);
	expect(await refused(stub.listen({ id, channel: "socketio", listener: listener("a") }))).toMatch(/visitor/);
	const own = channelConversation();
	for (let index = 0; index < MAX_LISTENERS; index += 1) await own.listen(`l${index}`);
	expect(await refused(own.listen("one too many"))).toMatch(/too many/);
	expect(await refused(own.listen("l0"))).toBe("taken");
});
