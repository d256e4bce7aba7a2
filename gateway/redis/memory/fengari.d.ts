/** The part of fengari (Lua 5.3 in JavaScript, without types of its own) that lua-script.ts uses. */
declare module "fengari" {
	export interface LuaState {
		readonly luaState: unique symbol;
	}
	type LuaText = Uint8Array;
	type LuaFunction = (state: LuaState) => number;

	export function to_luastring(text: string): LuaText;

	export const lua: {
		LUA_OK: number;
		LUA_MULTRET: number;
		LUA_MASKCOUNT: number;
		LUA_TNIL: number;
		LUA_TBOOLEAN: number;
		LUA_TNUMBER: number;
		LUA_TSTRING: number;
		LUA_TTABLE: number;
		lua_close(state: LuaState): void;
		lua_gettop(state: LuaState): number;
		lua_settop(state: LuaState, index: number): void;
		lua_pop(state: LuaState, count: number): void;
		lua_type(state: LuaState, index: number): number;
		lua_pcall(state: LuaState, args: number, results: number, handler: number): number;
		lua_pushnil(state: LuaState): void;
		lua_pushboolean(state: LuaState, value: boolean): void;
		lua_pushnumber(state: LuaState, value: number): void;
		lua_pushlstring(state: LuaState, text: LuaText, length: number): void;
		lua_pushvalue(state: LuaState, index: number): void;
		lua_pushcfunction(state: LuaState, run: LuaFunction): void;
		lua_toboolean(state: LuaState, index: number): boolean;
		lua_tonumber(state: LuaState, index: number): number;
		lua_isnumber(state: LuaState, index: number): boolean;
		lua_tostring(state: LuaState, index: number): LuaText | null;
		lua_newtable(state: LuaState): void;
		lua_rawget(state: LuaState, index: number): number;
		lua_rawgeti(state: LuaState, index: number, place: number): number;
		lua_rawset(state: LuaState, index: number): void;
		lua_rawseti(state: LuaState, index: number, place: number): void;
		lua_setglobal(state: LuaState, name: LuaText): void;
		lua_getglobal(state: LuaState, name: LuaText): number;
		lua_error(state: LuaState): never;
		lua_sethook(state: LuaState, hook: ((state: LuaState) => void) | null, mask: number, count: number): void;
	};

	export const lauxlib: {
		luaL_newstate(): LuaState;
		luaL_loadbuffer(state: LuaState, code: LuaText, length: number, name: LuaText): number;
		luaL_requiref(state: LuaState, name: LuaText, open: LuaFunction, isGlobal: number): void;
	};

	export const lualib: {
		luaopen_base: LuaFunction;
		luaopen_table: LuaFunction;
		luaopen_string: LuaFunction;
		luaopen_math: LuaFunction;
	};
}
