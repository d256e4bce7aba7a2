import { createRequire } from "node:module";
import type * as Fengari from "fengari";
import type { LuaState } from "fengari";
import { isStatus, RedisError, type Reply } from "../reply.ts";
import type { ScriptInput } from "./lua-script.ts";

type CallRedis = (words: string[]) => Reply;

export interface LuaMachine {
	run(source: string, input: ScriptInput): Reply;
}

/** Redis' scripts are Lua 5.1, where 5 and 5.0 are one number and print as "5"; read once, when fengari is loaded. */
process.env["FENGARICONF"] ??= JSON.stringify({ LUA_COMPAT_FLOATSTRING: true });
const require = createRequire(import.meta.url);
let loaded: typeof Fengari | null = null;

/** A script that runs longer holds up everyone, in Redis as here; there nobody ends it by himself. */
const maxSteps = 5_000_000;
const stepsPerLook = 10_000;

/** What else makes whole numbers of 5.3 is made to give doubles; what 5.1 lacks or Redis forbids goes. */
const asLua51 = `
local floor, ceil, number = math.floor, math.ceil, tonumber
tonumber = function(...) local n = number(...) return n and n + 0.0 end
math.floor = function(x) return floor(x) + 0.0 end
math.ceil = function(x) return ceil(x) + 0.0 end
math.pow = function(x, y) return x ^ y end
unpack = table.unpack
dofile, loadfile, load, print, collectgarbage, require = nil, nil, nil, nil, nil, nil
`;

/** A fresh Lua for one script: nothing is left over from the one before. */
export function newLuaMachine(callRedis: CallRedis): LuaMachine {
	const fengari = loadFengari();
	const { lua, lauxlib, lualib, to_luastring: text } = fengari;
	const state = lauxlib.luaL_newstate();
	for (const [name, open] of Object.entries({
		_G: lualib.luaopen_base,
		table: lualib.luaopen_table,
		string: lualib.luaopen_string,
		math: lualib.luaopen_math,
	})) {
		lauxlib.luaL_requiref(state, text(name), open, 1);
		lua.lua_pop(state, 1);
	}
	runChunk(fengari, state, asLua51, 0);
	offerRedis(fengari, state, callRedis);
	return {
		run: (source, input) => {
			setTexts(fengari, state, "KEYS", input.keys);
			setTexts(fengari, state, "ARGV", input.args);
			limitSteps(fengari, state);
			runChunk(fengari, state, source, 1);
			const result = readReply(fengari, state, -1);
			lua.lua_close(state);
			return result;
		},
	};
}

function loadFengari(): typeof Fengari {
	if (loaded !== null) return loaded;
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: fengari.d.ts describes what is used of it
	loaded = require("fengari") as typeof Fengari;
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: looked up in fengari 0.1.5, which package.json pins
	readNumbersAsDoubles(require("fengari/src/lobject.js") as NumberReader);
	return loaded;
}

/** fengari's one place where a text or a literal becomes a number; answers 0 when it is none. */
interface NumberReader {
	luaO_str2num: (text: Uint8Array, into: NumberSlot) => number;
}

interface NumberSlot {
	value: number;
	setfltvalue(value: number): void;
}

/** Lua 5.3 takes "86400000" for a whole number of 32 bits, and 60 of them overflow; in 5.1 every number is a double. */
function readNumbersAsDoubles(reader: NumberReader): void {
	const read = reader.luaO_str2num;
	reader.luaO_str2num = (text, into) => {
		const end = read(text, into);
		if (end > 0) into.setfltvalue(into.value);
		return end;
	};
}

function runChunk(fengari: typeof Fengari, state: LuaState, source: string, results: number): void {
	const { lua, lauxlib, to_luastring: text } = fengari;
	const code = text(source);
	if (lauxlib.luaL_loadbuffer(state, code, code.length, text("@user_script")) !== lua.LUA_OK) {
		throw new RedisError(`ERR Error compiling script (new function): ${textAt(fengari, state, -1)}`);
	}
	if (lua.lua_pcall(state, 0, results, 0) === lua.LUA_OK) return;
	const raised = readReply(fengari, state, -1);
	if (raised instanceof RedisError) throw raised;
	throw new RedisError(`ERR ${typeof raised === "string" ? raised : "The script raised an error."}`);
}

function limitSteps(fengari: typeof Fengari, state: LuaState): void {
	const { lua } = fengari;
	let steps = 0;
	lua.lua_sethook(
		state,
		(running) => {
			steps += stepsPerLook;
			if (steps < maxSteps) return;
			raise(fengari, running, new RedisError("ERR The script does not end."));
		},
		lua.LUA_MASKCOUNT,
		stepsPerLook,
	);
}

function offerRedis(fengari: typeof Fengari, state: LuaState, callRedis: CallRedis): void {
	const { lua, to_luastring: text } = fengari;
	const functions: Record<string, (state: LuaState) => number> = {
		call: (running) => {
			const reply = callRedis(readWords(fengari, running));
			if (reply instanceof RedisError) raise(fengari, running, reply);
			pushReply(fengari, running, reply);
			return 1;
		},
		pcall: (running) => {
			pushReply(fengari, running, callRedis(readWords(fengari, running)));
			return 1;
		},
		error_reply: (running) => {
			pushReply(fengari, running, new RedisError(textAt(fengari, running, 1)));
			return 1;
		},
		status_reply: (running) => {
			pushReply(fengari, running, { ok: textAt(fengari, running, 1) });
			return 1;
		},
		log: () => 0,
	};
	lua.lua_newtable(state);
	for (const [name, run] of Object.entries(functions)) {
		pushText(fengari, state, name);
		lua.lua_pushcfunction(state, run);
		lua.lua_rawset(state, -3);
	}
	lua.lua_setglobal(state, text("redis"));
}

function setTexts(fengari: typeof Fengari, state: LuaState, name: string, texts: string[]): void {
	pushReply(fengari, state, texts);
	fengari.lua.lua_setglobal(state, fengari.to_luastring(name));
}

function raise(fengari: typeof Fengari, state: LuaState, error: RedisError): never {
	pushReply(fengari, state, error);
	return fengari.lua.lua_error(state);
}

function readWords(fengari: typeof Fengari, state: LuaState): string[] {
	const { lua } = fengari;
	const count = lua.lua_gettop(state);
	if (count === 0)
		raise(
			fengari,
			state,
			new RedisError("ERR Please specify at least one argument for this redis.call() call"),
		);
	return Array.from({ length: count }, (_, i) => {
		const type = lua.lua_type(state, i + 1);
		if (type === lua.LUA_TSTRING) return textAt(fengari, state, i + 1);
		if (type === lua.LUA_TNUMBER) return String(lua.lua_tonumber(state, i + 1));
		return raise(
			fengari,
			state,
			new RedisError("ERR Lua redis lib command arguments must be strings or integers"),
		);
	});
}

/** Redis' conversion to Lua: nothing is false, a status is { ok }, an error is { err }. */
function pushReply(fengari: typeof Fengari, state: LuaState, reply: Reply): void {
	const { lua } = fengari;
	if (reply === null) lua.lua_pushboolean(state, false);
	else if (typeof reply === "number") lua.lua_pushnumber(state, reply);
	else if (typeof reply === "string") pushText(fengari, state, reply);
	else if (Buffer.isBuffer(reply)) lua.lua_pushlstring(state, reply, reply.length);
	else if (Array.isArray(reply)) {
		lua.lua_newtable(state);
		for (const [i, item] of reply.entries()) {
			pushReply(fengari, state, item);
			lua.lua_rawseti(state, -2, i + 1);
		}
	} else {
		lua.lua_newtable(state);
		pushText(fengari, state, isStatus(reply) ? "ok" : "err");
		pushText(fengari, state, isStatus(reply) ? reply.ok : reply.message);
		lua.lua_rawset(state, -3);
	}
}

/** And back: numbers lose their fraction, false is nothing, a list ends at its first nil. */
function readReply(fengari: typeof Fengari, state: LuaState, index: number): Reply {
	const { lua } = fengari;
	const type = lua.lua_type(state, index);
	if (type === lua.LUA_TNUMBER) return Math.trunc(lua.lua_tonumber(state, index));
	if (type === lua.LUA_TSTRING) return textAt(fengari, state, index);
	if (type === lua.LUA_TBOOLEAN) return lua.lua_toboolean(state, index) ? 1 : null;
	if (type !== lua.LUA_TTABLE) return null;
	const table = index < 0 ? lua.lua_gettop(state) + 1 + index : index;
	const status = field(fengari, state, table, "ok");
	if (status !== null) return { ok: status };
	const error = field(fengari, state, table, "err");
	if (error !== null) return new RedisError(error);
	const items: Reply[] = [];
	for (let place = 1; lua.lua_rawgeti(state, table, place) !== lua.LUA_TNIL; place += 1) {
		items.push(readReply(fengari, state, -1));
		lua.lua_pop(state, 1);
	}
	lua.lua_pop(state, 1);
	return items;
}

function field(fengari: typeof Fengari, state: LuaState, table: number, name: string): string | null {
	const { lua } = fengari;
	pushText(fengari, state, name);
	const type = lua.lua_rawget(state, table);
	const value = type === lua.LUA_TSTRING ? textAt(fengari, state, -1) : null;
	lua.lua_pop(state, 1);
	return value;
}

function pushText(fengari: typeof Fengari, state: LuaState, text: string): void {
	const bytes = fengari.to_luastring(text);
	fengari.lua.lua_pushlstring(state, bytes, bytes.length);
}

function textAt(fengari: typeof Fengari, state: LuaState, index: number): string {
	fengari.lua.lua_pushvalue(state, index); // reading a number as a text would change it in its place
	const bytes = fengari.lua.lua_tostring(state, -1);
	fengari.lua.lua_pop(state, 1);
	return bytes === null ? "" : Buffer.from(bytes).toString("utf8");
}
