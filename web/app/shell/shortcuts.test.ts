import { test } from "vitest";
import { type Command, CommandRegistry, searchCommands } from "./command-registry.ts";
import { KeyReader, keysOnDevice } from "./shortcuts.ts";

const command = (id: string, keys?: string): Command => ({
	id,
	label: id,
	group: "Go to",
	...(keys === undefined ? {} : { keys }),
	run: () => undefined,
});
const COMMANDS = [
	command("inbox", "G I"),
	command("insert", "I"),
	command("bar", "Mod+K"),
	command("close", "Esc"),
];
const plain = { ctrlKey: false, metaKey: false, altKey: false };
const calm = { atMs: 0, isTyping: false, areLettersOn: true };

test("[DA2] a key does what it says; G and a letter within a second go somewhere", ({ expect }) => {
	const reader = new KeyReader();
	const press = (key: string, atMs: number) =>
		reader.read(COMMANDS, { ...plain, key }, { ...calm, atMs })?.id;
	expect(press("i", 0)).toBe("insert");
	expect(press("g", 10)).toBeUndefined();
	expect(press("i", 500)).toBe("inbox");
	expect(press("g", 1_000)).toBeUndefined();
	expect(press("i", 5_000)).toBe("insert");
	expect(press("Shift", 6_000)).toBeUndefined();
});

test("[DA2] while somebody types, and where letters are off, only Ctrl and the like count", ({ expect }) => {
	const reader = new KeyReader();
	const typing = { ...calm, isTyping: true };
	expect(reader.read(COMMANDS, { ...plain, key: "i" }, typing)).toBeNull();
	expect(reader.read(COMMANDS, { ...plain, key: "Escape" }, typing)).toBeNull();
	expect(reader.read(COMMANDS, { ...plain, ctrlKey: true, key: "k" }, typing)?.id).toBe("bar");
	const off = { ...calm, areLettersOn: false };
	expect(reader.read(COMMANDS, { ...plain, key: "i" }, off)).toBeNull();
	expect(reader.read(COMMANDS, { ...plain, metaKey: true, key: "k" }, off)?.id).toBe("bar");
	expect(reader.read(COMMANDS, { ...plain, key: "Escape" }, off)?.id).toBe("close");
});

test("[DA2] the command of the part that came last counts, until it goes", ({ expect }) => {
	const registry = new CommandRegistry();
	registry.add([command("shell", "E")]);
	const take = registry.add([command("page", "E")]);
	const reader = new KeyReader();
	const press = () => reader.read(registry.all(), { ...plain, key: "e" }, calm)?.id;
	expect(press()).toBe("page");
	take();
	expect(press()).toBe("shell");
});

test("[DA2] the command bar finds by all words, those first that begin with them", ({ expect }) => {
	const all = [
		{ ...command("a"), label: "Show audit log" },
		{ ...command("b"), label: "Audit log" },
		{ ...command("c"), label: "Roles", words: "permissions" },
	];
	expect(searchCommands(all, "audit LOG").map(({ id }) => id)).toEqual(["b", "a"]);
	expect(searchCommands(all, "permiss").map(({ id }) => id)).toEqual(["c"]);
	expect(searchCommands(all, "")).toHaveLength(3);
	expect(keysOnDevice("Mod+K", true)).toBe("⌘K");
	expect(keysOnDevice("Mod+K", false)).toBe("Ctrl+K");
});
